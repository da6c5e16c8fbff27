package dev.zkspring.client.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that a create can ask for. Immutable; the data array must not change until the call completed. */
public final class CreateRequest {

    private final String path;

    private final byte @Nullable [] data;

    private final CreateMode mode;

    private final List<Acl> acl;

    private final boolean createParents;

    private CreateRequest(Builder builder) {
        this.path = builder.path;
        this.data = builder.data;
        this.mode = builder.mode;
        this.acl = builder.acl;
        this.createParents = builder.createParents;
    }

    /** Starts a request for a persistent node without data, open to everybody, under an existing parent. */
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

    public List<Acl> acl() {
        return acl;
    }

    public boolean createParents() {
        return createParents;
    }

    @Override
    public String toString() {
        return "CreateRequest[" + path + ", " + mode + (createParents ? ", createParents" : "") + "]";
    }

    /** Collects the parts of a {@link CreateRequest}. */
    public static final class Builder {

        private final String path;

        private byte @Nullable [] data;

        private CreateMode mode = CreateMode.PERSISTENT;

        private List<Acl> acl = Acl.OPEN;

        private boolean createParents;

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

        /** An empty list is refused by the server ({@code InvalidAclException}). */
        public Builder acl(List<Acl> acl) {
            this.acl = List.copyOf(acl);
            return this;
        }

        /** Creates missing parents, persistent and with the same ACL, before the node. */
        public Builder createParents() {
            this.createParents = true;
            return this;
        }

        public CreateRequest build() {
            return new CreateRequest(this);
        }
    }
}
