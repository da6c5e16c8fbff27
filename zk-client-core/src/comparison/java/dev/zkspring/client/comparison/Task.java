package dev.zkspring.client.comparison;

import java.util.concurrent.ExecutionException;

/** A kind of work that one client does, with its own judgement. All on the client's thread but {@link #judge}. */
interface Task {

    /** Makes the next call, if fewer than the task's share are open. */
    void step();

    /** Judges when all is over, by what is there. */
    void judge(Truth truth, Score score) throws ExecutionException, InterruptedException;
}
