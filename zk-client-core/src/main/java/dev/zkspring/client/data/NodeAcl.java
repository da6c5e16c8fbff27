package dev.zkspring.client.data;

import java.util.List;

/**
 * Access control list and {@link Stat} of a node as one read returned them.
 *
 * @param acl the entries; the server hides the hashes of digest entries from a reader who lacks {@link Acl#ADMIN}
 * @param stat its {@code aversion} is the version of the list
 */
public record NodeAcl(List<Acl> acl, Stat stat) {

    public NodeAcl {
        acl = List.copyOf(acl);
    }
}
