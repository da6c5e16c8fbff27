package dev.zkspring.client;

/** The calls of {@link ZkClient} as futures; see {@link AsyncNodeOperations} for the rules of threads and order. */
public interface ZkAsyncClient
        extends AsyncNodeOperations, AsyncWatchOperations, AsyncAdminOperations, AsyncSessionOperations {}
