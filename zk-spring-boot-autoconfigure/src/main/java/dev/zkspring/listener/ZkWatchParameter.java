package dev.zkspring.listener;

import org.springframework.core.ResolvableType;

/**
 * What one parameter of a watch method receives.
 *
 * @param source where its value comes from
 * @param type type of the value, without the {@code Optional} around it
 * @param optional whether the method takes the value in an {@code Optional}; else it gets {@code null} for none
 */
public record ZkWatchParameter(Source source, ResolvableType type, boolean optional) {

    /** Where the value of a parameter comes from. */
    public enum Source {
        /** The node's data, converted. */
        PAYLOAD,
        /** The node's stat. */
        STAT,
        /** The event that led to the call. */
        EVENT,
        /** The watched path. */
        PATH,
        /** The names of the children. */
        CHILDREN,
        /** The names of the children and what changed among them. */
        CHANGE
    }
}
