package dev.zkspring.client.observe;

/**
 * What a client is busy with. The numbers are read one after another while the client goes on, so they need not fit
 * together exactly.
 *
 * @param pendingRequests submitted and not answered, as {@code maxInFlight} counts them: each further 64 KiB of data is
 *     one more, and the client's own requests do not count
 * @param maxInFlight the limit of {@code pendingRequests}
 * @param waitingCallers threads that wait for room below that limit
 * @param inFlightRequests written to the present connection and not answered, the client's own included
 * @param watches nodes that the servers watch for this client, once for each kind of watch
 */
public record ClientStatistics(
        int pendingRequests, int maxInFlight, int waitingCallers, int inFlightRequests, int watches) {}
