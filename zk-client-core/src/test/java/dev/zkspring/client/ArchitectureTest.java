package dev.zkspring.client;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The packages of the client and the only edges between them; a row may stand here before its package exists. */
@AnalyzeClasses(packages = "dev.zkspring.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** {@code above} stands for the packages of all rows above, {@code root} for the facade. */
    private static final String TABLE = """
            package             | may import (besides itself, the JDK, SLF4J and JSpecify)
            .data               | nothing
            .error              | .data
            .config             | .data .error
            .observe            | .data .error
            .internal.wire      | netty
            .internal.protocol  | netty .internal.wire .data .error
            .internal.transport | netty .internal.protocol .internal.wire .config .data .error
            .internal.watch     | .internal.protocol .data .error
            .internal.session   | netty above .admin
            .admin              | netty .internal.transport .config .data .error
            .internal.operation | .internal.session .internal.protocol .internal.watch .config .data .error
            root                | above
            .watch              | root .data .error
            .recipe             | root .watch .data .error
            """;

    private static final String ROOT = "dev.zkspring.client";
    private static final DescribedPredicate<JavaClass> FROM_NETTY = resideInAPackage("io.netty..");
    private static final DescribedPredicate<JavaClass> PUBLIC_TYPE =
            modifier(JavaModifier.PUBLIC).<JavaClass>forSubtype().and(resideOutsideOfPackage("..internal.."));

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
    static final ArchRule only_watch_and_recipe_import_the_facade = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT, ROOT + ".watch", ROOT + ".recipe")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule public_signatures_name_no_Netty_type = members()
            .that()
            .areDeclaredInClassesThat(PUBLIC_TYPE)
            .and(modifier(JavaModifier.PUBLIC).or(modifier(JavaModifier.PROTECTED)))
            .should(have(describe("no Netty type in their signature", ArchitectureTest::isFreeOfNetty)))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule public_types_extend_no_Netty_type =
            noClasses().that(PUBLIC_TYPE).should().beAssignableTo(FROM_NETTY).allowEmptyShould(true);

    @ArchTest
    static final ArchRule every_package_is_null_marked = classes()
            .should(be(describe(
                    "in a package whose package-info says @NullMarked",
                    type -> type.getPackage().isAnnotatedWith(NullMarked.class))));

    private static boolean isFreeOfNetty(JavaMember member) {
        return member.getAllInvolvedRawTypes().stream().noneMatch(FROM_NETTY);
    }

    private static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        TABLE.lines().skip(1).forEach(line -> rows.add(Row.parse(line, rows)));
        return rows.stream();
    }

    private record Row(String name, List<String> allowed) {
        static Row parse(String line, List<Row> above) {
            String[] cells = line.split("\\|", -1);
            List<String> allowed = new ArrayList<>(List.of("java..", "javax..", "org.slf4j..", "org.jspecify.."));
            for (String word : cells[1].strip().split(" ")) {
                switch (word) {
                    case "nothing" -> {}
                    case "above" -> above.forEach(row -> allowed.add(row.name));
                    case "netty" -> allowed.add("io.netty..");
                    default -> allowed.add(packageName(word));
                }
            }
            String name = packageName(cells[0].strip());
            allowed.add(name);
            return new Row(name, allowed);
        }

        private static String packageName(String word) {
            return word.equals("root") ? ROOT : ROOT + word;
        }

        ArchRule rule() {
            return classes()
                    .that()
                    .resideInAPackage(name)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(allowed.toArray(String[]::new))
                    .allowEmptyShould(true);
        }
    }
}
