package dev.zkspring.client.data;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that a create can ask for. Immutable; the data array must not change until the call completed. */
public final class CreateRequest {

    /** The servers keep it in 40 bits (EphemeralType), about 34 years. */
    private static final Duration MAX_TTL = Duration.ofMillis((1L << 40) - 1);

    private final String path;

    private final byte @Nullable [] data;

    private final CreateMode mode;

    private final @Nullable List<Acl> acl;

    private final @Nullable Duration ttl;

    private final boolean createParents;

    private final boolean parentContainers;

    private final boolean protectedName;

    private CreateRequest(Builder builder) {
        this.path = builder.path;
        this.data = builder.data;
        this.mode = builder.mode;
        this.acl = builder.acl;
        this.ttl = builder.ttl;
        this.createParents = builder.createParents;
        this.parentContainers = builder.parentContainers;
        this.protectedName = builder.protectedName;
    }

    /** Starts a request for a persistent node with null data and the client's default ACL under an existing parent. */
    public static Builder of(String path) {
        return new Builder(path);
    }

    public String path() {
        return path;
    }

    public byte @Nullable [] data() {
        return data;
    }

    public CreateMode mode() {
        return mode;
    }

    /** {@code null} for the client's default, which is {@link Acl#OPEN} unless the builder says otherwise. */
    public @Nullable List<Acl> acl() {
        return acl;
    }

    /** {@code null} but for the modes with a time to live. */
    public @Nullable Duration ttl() {
        return ttl;
    }

    public boolean createParents() {
        return createParents;
    }

    /** Whether missing parents are made as containers. */
    public boolean parentContainers() {
        return parentContainers;
    }

    public boolean protectedName() {
        return protectedName;
    }

    /** A builder with the parts of this request, for the same or another path. */
    public Builder toBuilder(String otherPath) {
        Builder builder = new Builder(otherPath);
        builder.data = data;
        builder.mode = mode;
        builder.acl = acl;
        builder.ttl = ttl;
        builder.createParents = createParents;
        builder.parentContainers = parentContainers;
        builder.protectedName = protectedName;
        return builder;
    }

    @Override
    public String toString() {
        return "CreateRequest[" + path + ", " + mode + (ttl == null ? "" : ", ttl " + ttl)
                + (createParents ? ", createParents" : "") + (parentContainers ? "AsContainers" : "")
                + (protectedName ? ", protectedName" : "") + "]";
    }

    /** Collects the parts of a {@link CreateRequest}. */
    public static final class Builder {

        private final String path;

        private byte @Nullable [] data;

        private CreateMode mode = CreateMode.PERSISTENT;

        private @Nullable List<Acl> acl;

        private @Nullable Duration ttl;

        private boolean createParents;

        private boolean parentContainers;

        private boolean protectedName;

        private Builder(String path) {
            this.path = path;
        }

        /** Null data is stored as null, which is not the same as empty data. */
        public Builder data(byte @Nullable [] data) {
            this.data = data;
            return this;
        }

        public Builder mode(CreateMode mode) {
            this.mode = mode;
            return this;
        }

        /**
         * Replaces the client's default ACL, also by {@link Acl#OPEN}. An empty list is refused by the server
         * ({@code InvalidAclException}).
         */
        public Builder acl(List<Acl> acl) {
            this.acl = List.copyOf(acl);
            return this;
        }

        /** For the modes with a time to live, which need it: 1 ms to 2^40 - 1 ms, in whole milliseconds. */
        public Builder ttl(Duration ttl) {
            this.ttl = ttl;
            return this;
        }

        /** Creates missing parents, persistent, empty and with the same ACL, before the node. */
        public Builder createParents() {
            this.createParents = true;
            return this;
        }

        /**
         * As {@link #createParents}, with containers for parents, which the servers delete when they have lost their
         * last child; persistent ones on servers before 3.5.1. The nodes of a chroot are always persistent.
         */
        public Builder createParentsAsContainers() {
            this.parentContainers = true;
            return createParents();
        }

        /**
         * Makes the create safe against a lost answer: the name gets a unique prefix, {@code _c_<uuid>-} as with
         * Curator, and when the link breaks before the answer, the client looks for it among the parent's children
         * and creates the node only if it is not there. So there is one node, also of a sequential one, as long as the
         * session lives. When the session ends meanwhile, an ephemeral node is void and the call fails with {@code
         * SessionExpiredException}; a persistent one is looked for in the next session. Needs permission to read the
         * parent. Exceptions name the path with the prefix.
         */
        public Builder protectedName() {
            this.protectedName = true;
            return this;
        }

        /** @throws IllegalArgumentException when mode and time to live do not fit together */
        public CreateRequest build() {
            if (mode.hasTtl() != (ttl != null)) {
                throw new IllegalArgumentException("create %s: mode %s %s"
                        .formatted(path, mode, ttl == null ? "needs a ttl" : "has no ttl (found: " + ttl + ")"));
            }
            if (ttl != null && (ttl.compareTo(Duration.ofMillis(1)) < 0 || ttl.compareTo(MAX_TTL) > 0)) {
                throw new IllegalArgumentException(
                        "create %s: ttl %s (expected: 1 ms to %d ms)".formatted(path, ttl, MAX_TTL.toMillis()));
            }
            return new CreateRequest(this);
        }
    }
}
