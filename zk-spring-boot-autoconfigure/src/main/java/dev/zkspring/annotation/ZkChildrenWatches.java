package dev.zkspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/** Holds several {@link ZkChildrenWatch} annotations of one method. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Reflective(WatchMethodReflectiveProcessor.class)
public @interface ZkChildrenWatches {

    ZkChildrenWatch[] value();
}
