package dev.zkspring.client.data;

/**
 * What a create request answers.
 *
 * @param path the real path, with the counter that the server appended to a sequential node
 * @param stat the new node's stat
 */
public record CreateResult(String path, Stat stat) {}
