package dev.zkspring;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import dev.zkspring.boot.autoconfigure.ZkConnectionDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** The packages of the Spring side, the only edges between them, and the shape of auto-configurations. */
@AnalyzeClasses(
        packages = {
            "dev.zkspring.actuate",
            "dev.zkspring.annotation",
            "dev.zkspring.boot",
            "dev.zkspring.event",
            "dev.zkspring.health",
            "dev.zkspring.listener",
            "dev.zkspring.metrics",
            "dev.zkspring.observation"
        },
        importOptions = ImportOption.DoNotIncludeTests.class)
class SpringArchitectureTest {

    /** {@code client} stands for the public packages of the client. */
    private static final String TABLE = """
            package                    | may import of this project, besides itself
            .event                     | client
            .health                    | client
            .listener                  | client .event
            .metrics                   | client .event .listener
            .observation               | client .listener
            .annotation                | client .listener
            .actuate                   | client .listener
            .boot.autoconfigure        | client .event .listener .annotation
            .boot.autoconfigure.health | client .health .boot.autoconfigure
            .boot.autoconfigure.metrics | client .metrics .boot.autoconfigure
            .boot.autoconfigure.observation | client .observation .boot.autoconfigure
            .boot.autoconfigure.actuate | client .listener .actuate .boot.autoconfigure
            .boot.embedded             | client .boot.autoconfigure
            .boot.testcontainers       | .boot.autoconfigure
            .boot.docker.compose       | .boot.autoconfigure
            """;

    private static final String ROOT = "dev.zkspring";

    private static final String FIRST_ROW = ROOT + ".boot.autoconfigure";

    @ArchTest
    static final ArchRule every_package_imports_only_what_its_row_allows =
            CompositeArchRule.of(rows().map(Row::rule).toList()).as("a package imports only what its row allows");

    @ArchTest
    static final ArchRule every_package_has_a_row =
            classes().should().resideInAnyPackage(rows().map(Row::name).toArray(String[]::new));

    @ArchTest
    static final ArchRule packages_form_no_cycle =
            slices().matching("dev.zkspring.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule what_users_import_does_not_need_the_auto_configuration = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".boot..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework.boot.autoconfigure..");

    @ArchTest
    static final ArchRule where_servers_come_from_only_the_connection_details_are_known = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".boot.embedded", ROOT + ".boot.testcontainers", ROOT + ".boot.docker.compose")
            .should()
            .dependOnClassesThat(resideInAPackage(FIRST_ROW).and(describe("others", SpringArchitectureTest::isOther)));

    @ArchTest
    static final ArchRule one_class_touches_the_server_of_Apache = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".boot.embedded.ApacheServer")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.zookeeper..");

    @ArchTest
    static final ArchRule every_package_is_null_marked = classes()
            .should(be(describe(
                    "in a package whose package-info says @NullMarked",
                    type -> type.getPackage().isAnnotatedWith(NullMarked.class))));

    @ArchTest
    static final ArchRule auto_configurations_are_public_and_final = classes()
            .that()
            .areAnnotatedWith(AutoConfiguration.class)
            .should()
            .bePublic()
            .andShould()
            .haveModifier(JavaModifier.FINAL)
            .because("users exclude them by class and extend them never");

    @ArchTest
    static final ArchRule bean_methods_are_package_private = methods()
            .that()
            .areAnnotatedWith(Bean.class)
            .should()
            .bePackagePrivate()
            .because("nobody but Spring calls them");

    @ArchTest
    static final ArchRule bean_methods_have_no_class_conditions = methods()
            .that()
            .areAnnotatedWith(Bean.class)
            .should()
            .notBeAnnotatedWith(ConditionalOnClass.class)
            .because("the method's signature would be loaded before the condition is asked");

    @ArchTest
    static final ArchRule bean_methods_of_post_processors_are_static = methods()
            .that()
            .areAnnotatedWith(Bean.class)
            .and()
            .haveRawReturnType(describe("a post-processor", type -> type.isAssignableTo(BeanPostProcessor.class)))
            .should()
            .beStatic()
            .because("the configuration must not be made before all post-processors are");

    private static boolean isOther(JavaClass type) {
        return !type.isEquivalentTo(ZkConnectionDetails.class);
    }

    private static Stream<Row> rows() {
        return TABLE.lines().skip(1).map(Row::parse);
    }

    private record Row(String name, List<String> allowed) {

        static Row parse(String line) {
            String[] cells = line.split("\\|", -1);
            String name = ROOT + cells[0].strip();
            List<String> allowed = new ArrayList<>(List.of(name));
            for (String word : cells[1].strip().split(" ")) {
                allowed.add(word.equals("client") ? ROOT + ".client.." : ROOT + word);
            }
            return new Row(name, allowed);
        }

        ArchRule rule() {
            return classes()
                    .that()
                    .resideInAPackage(name)
                    .should()
                    .onlyDependOnClassesThat(resideOutsideOfPackage(ROOT + "..")
                            .or(resideInAnyPackage(allowed.toArray(String[]::new))
                                    .and(resideOutsideOfPackage(ROOT + ".client.internal.."))))
                    .allowEmptyShould(true);
        }
    }
}
