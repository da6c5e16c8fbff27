package dev.zkspring.client.data;

import java.util.List;

/**
 * Children and {@link Stat} of a node as one read returned them.
 *
 * @param names of the children, without a path and in no order
 * @param stat of the node itself
 */
public record Children(List<String> names, Stat stat) {

    public Children {
        names = List.copyOf(names);
    }
}
