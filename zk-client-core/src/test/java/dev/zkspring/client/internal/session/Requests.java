package dev.zkspring.client.internal.session;

import dev.zkspring.client.internal.protocol.Chroot;
import dev.zkspring.client.internal.protocol.GetData;
import dev.zkspring.client.internal.protocol.SetData;
import java.util.ArrayList;
import java.util.List;

/** Requests to put into the structures that hold them. */
final class Requests {

    private Requests() {}

    static Request<?> get(String path) {
        return new Request<>(new GetData(path, false), Chroot.NONE, null, null);
    }

    static Request<?> watching(int xid) {
        Request<?> request = new Request<>(new GetData("/" + xid, true), Chroot.NONE, event -> {}, null);
        request.xid = xid;
        return request;
    }

    static Request<?> numbered(int xid) {
        Request<?> request = get("/" + xid);
        request.xid = xid;
        return request;
    }

    static Request<?> withPayload(int bytes) {
        return new Request<>(new SetData("/a", new byte[bytes], -1), Chroot.NONE, null, null);
    }

    /** Empties a queue and tells the paths. */
    static List<String> paths(RequestQueue queue) {
        List<String> paths = new ArrayList<>();
        queue.drain(request -> paths.add(request.operation().path()));
        return paths;
    }
}
