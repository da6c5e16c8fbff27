package dev.zkspring.listener;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Records the calls of a watch method, each as the list of its arguments. */
public final class Calls {

    private final BlockingQueue<List<Object>> calls = new LinkedBlockingQueue<>();

    public void add(Object... arguments) {
        calls.add(Arrays.asList(arguments));
    }

    /** The arguments of the next call, waiting for it. */
    public List<Object> next() throws InterruptedException {
        List<Object> call = calls.poll(10, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("no call within 10 s");
        }
        return call;
    }

    /** The only argument of the next call, waiting for it. */
    public Object nextArgument() throws InterruptedException {
        return next().get(0);
    }

    public boolean isEmpty() {
        return calls.isEmpty();
    }
}
