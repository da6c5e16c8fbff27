package dev.zkspring.annotation;

import dev.zkspring.listener.ZkWatchKind;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotationPredicates;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/** Finds watch annotations: direct, repeated, as meta-annotations, and on overridden methods. */
final class WatchAnnotations {

    /** The order of methods in a class file is no promise, but default ids depend on the order. */
    private static final Comparator<Method> BY_SIGNATURE =
            Comparator.comparing(Method::getName).thenComparing(Method::toGenericString);

    private WatchAnnotations() {}

    /** The annotated methods of a class, in an order that is always the same; empty for most classes. */
    static Map<Method, List<MergedAnnotation<?>>> in(Class<?> type) {
        Map<Method, List<MergedAnnotation<?>>> found = new TreeMap<>(BY_SIGNATURE);
        if (AnnotationUtils.isCandidateClass(type, List.of(ZkDataWatch.class, ZkChildrenWatch.class))) {
            found.putAll(MethodIntrospector.selectMethods(type, WatchAnnotations::ofOrNull));
        }
        return found;
    }

    private static @Nullable List<MergedAnnotation<?>> ofOrNull(Method method) {
        List<MergedAnnotation<?>> found = of(method);
        return found.isEmpty() ? null : found;
    }

    /** The annotations of one method, those for data first. */
    static List<MergedAnnotation<?>> of(Method method) {
        MergedAnnotations present = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
        List<MergedAnnotation<?>> found = new ArrayList<>();
        add(present, ZkDataWatch.class, found);
        add(present, ZkChildrenWatch.class, found);
        return found;
    }

    /** An overriding method that has annotations of its own replaces those of the overridden one. */
    private static <A extends Annotation> void add(
            MergedAnnotations present, Class<A> type, List<MergedAnnotation<?>> found) {
        present.stream(type)
                .filter(MergedAnnotationPredicates.firstRunOf(MergedAnnotation::getAggregateIndex))
                .forEach(found::add);
    }

    static ZkWatchKind kind(MergedAnnotation<?> annotation) {
        return annotation.getType() == ZkDataWatch.class ? ZkWatchKind.DATA : ZkWatchKind.CHILDREN;
    }

    /** The method as its author wrote it: without package names but for its class. */
    static String describe(Method method, Class<?> type) {
        List<String> parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .toList();
        return "%s.%s(%s)".formatted(type.getName(), method.getName(), String.join(", ", parameters));
    }
}
