package dev.zkspring.client.data;

/**
 * What a server takes a connection for.
 *
 * @param scheme authentication scheme, for example {@code ip}
 * @param user identity within the scheme without anything secret, for example an address or a digest user's name
 */
public record Identity(String scheme, String user) {}
