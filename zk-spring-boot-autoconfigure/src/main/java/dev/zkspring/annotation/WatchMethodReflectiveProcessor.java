package dev.zkspring.annotation;

import dev.zkspring.listener.ZkWatchKind;
import dev.zkspring.listener.ZkWatchParameter.Source;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;

/** Keeps watch methods, and the types that their payloads are read into, reachable in a native image. */
final class WatchMethodReflectiveProcessor implements ReflectiveProcessor {

    private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

    @Override
    public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
        if (element instanceof Method method) {
            hints.registerMethod(method, ExecutableMode.INVOKE);
            registerPayload(hints, method);
        }
    }

    private void registerPayload(ReflectionHints hints, Method method) {
        WatchAnnotations.of(method).stream()
                .map(WatchAnnotations::kind)
                .filter(kind -> kind == ZkWatchKind.DATA)
                .distinct()
                .flatMap(kind ->
                        new WatchMethodSignature(method, method.getDeclaringClass(), kind).parameters().stream())
                .filter(parameter -> parameter.source() == Source.PAYLOAD)
                .map(parameter -> parameter.type().getType())
                .filter(type -> type != byte[].class && type != String.class)
                .forEach(type -> binding.registerReflectionHints(hints, type));
    }
}
