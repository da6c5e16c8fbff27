package dev.zkspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Calls the method with the names of a node's children and then after each change of them that is observed, also across
 * lost links and new sessions. Changes that follow each other quickly may arrive as one, the newest always does. While
 * the node is missing the watch waits; its deletion is reported.
 *
 * <p>Parameters, in any order, each at most once:
 *
 * <ul>
 *   <li>{@code List<String>}, the sorted names, {@code null} when the node was deleted
 *   <li>{@link dev.zkspring.listener.ZkChildrenChange}, the names and what changed among them
 *   <li>{@link dev.zkspring.client.data.WatchEvent}, {@code null} on the first call and for what changed unseen
 *   <li>{@link ZkPath @ZkPath} {@code String}, the path
 * </ul>
 *
 * All but the path may be wrapped in {@link java.util.Optional}. The method returns nothing, or a {@code boolean}: false
 * stops the watch.
 *
 * <p>Calls for one path come one after another, those for different paths may overlap, and one that blocks delays no
 * other. They run on threads of their own, virtual ones if {@code spring.threads.virtual.enabled} is set, unless
 * {@link #executor} says otherwise. An exception is logged, or given to the {@link #errorHandler}, and published as
 * {@code ZkWatchFailedEvent}; the watch goes on.
 *
 * <p>The bean must be a singleton or have a scoped proxy. The watches of a bean that is declared {@code @Lazy} start
 * when it is created. All {@code String} attributes may contain <code>${...}</code> and <code>#{...}</code>.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Repeatable(ZkChildrenWatches.class)
@Reflective(WatchMethodReflectiveProcessor.class)
public @interface ZkChildrenWatch {

    /** Alias for {@link #path}. */
    @AliasFor("path")
    String[] value() default {};

    /** The nodes to watch, at least one. A <code>#{...}</code> may also yield an array or a collection. */
    @AliasFor("value")
    String[] path() default {};

    /** The id in the {@code ZkWatchRegistry}. Default: bean name, {@code #} and method name. */
    String id() default "";

    /** The name of the client bean. Default: the only or primary one. */
    String client() default "";

    /** Whether to start with the application, true or false. Default: {@code zk.watch.auto-startup}. */
    String autoStartup() default "";

    /** Whether the method is called with the value found at the start; else changes only. */
    boolean initial() default true;

    /**
     * The name of a {@link dev.zkspring.client.watch.WatchErrorHandler} bean that is told instead of the log. Default:
     * the only or primary one, if there is one.
     */
    String errorHandler() default "";

    /** The name of an {@link java.util.concurrent.Executor} bean that calls the method. Default: zkWatchExecutor. */
    String executor() default "";
}
