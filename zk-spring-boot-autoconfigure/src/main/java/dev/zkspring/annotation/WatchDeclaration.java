package dev.zkspring.annotation;

import dev.zkspring.listener.InvalidWatchMethodException;
import dev.zkspring.listener.ZkWatchKind;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotation;

/**
 * One annotation on one method of one bean.
 *
 * @param bean what the context hands out, possibly a proxy
 * @param type the class that declares or inherits the method
 */
record WatchDeclaration(Object bean, String beanName, Class<?> type, Method method, MergedAnnotation<?> annotation) {

    ZkWatchKind kind() {
        return WatchAnnotations.kind(annotation);
    }

    String defaultId() {
        return beanName + "#" + method.getName();
    }

    String description() {
        return WatchAnnotations.describe(method, type);
    }

    InvalidWatchMethodException refused(String reason, String advice, @Nullable Throwable cause) {
        String method = description() + " of bean '" + beanName + "'";
        return new InvalidWatchMethodException(method, reason, advice, cause);
    }
}
