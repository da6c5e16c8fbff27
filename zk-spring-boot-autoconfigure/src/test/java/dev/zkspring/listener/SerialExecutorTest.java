package dev.zkspring.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

class SerialExecutorTest {

    private final Queue<Runnable> callbacks = new ArrayDeque<>();

    private final Queue<Runnable> handedOver = new ArrayDeque<>();

    private final List<String> done = new ArrayList<>();

    private final SerialExecutor executor = new SerialExecutor("test", callbacks::add, handedOver::add);

    @Test
    void handsTheNextTaskOverOnlyWhenTheOneBeforeIsDone() {
        executor.execute(() -> done.add("first"));
        executor.execute(() -> done.add("second"));
        callbacks.remove().run();
        assertThat(callbacks).isEmpty();
        assertThat(handedOver).hasSize(1);
        handedOver.remove().run();
        assertThat(done).containsExactly("first");
        callbacks.remove().run();
        handedOver.remove().run();
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void neverRunsATaskInTheThreadThatGivesIt() {
        SerialExecutor direct = new SerialExecutor("test", callbacks::add, Runnable::run);
        direct.execute(() -> done.add("task"));
        assertThat(done).isEmpty();
        callbacks.remove().run();
        assertThat(done).containsExactly("task");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void logsATaskThatThrowsAndGoesOn(CapturedOutput output) {
        executor.execute(() -> {
            throw new StackOverflowError("expected");
        });
        executor.execute(() -> done.add("second"));
        callbacks.remove().run();
        handedOver.remove().run();
        assertThat(output).contains("A call by test failed").contains("StackOverflowError: expected");
        callbacks.remove().run();
        handedOver.remove().run();
        assertThat(done).containsExactly("second");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void namesTheWatchWhoseCallTakesLong(CapturedOutput output) {
        new SerialExecutor("watch quick of /node", Runnable::run, Runnable::run).execute(() -> done.add("quick"));
        assertThat(output).doesNotContain("watch quick");
        new SerialExecutor("watch slow of /node", Runnable::run, Runnable::run, Duration.ofNanos(-1))
                .execute(() -> done.add("slow"));
        assertThat(output).contains("A call by watch slow of /node took ");
    }

    @Test
    void runsWhatItsTargetRefusesOnTheCallbackThreadsInOrder() {
        SerialExecutor refused = new SerialExecutor("test", callbacks::add, task -> {
            throw new RejectedExecutionException("full");
        });
        refused.execute(() -> done.add("first"));
        refused.execute(() -> done.add("second"));
        callbacks.remove().run();
        callbacks.remove().run();
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void runsWhatItsTargetFailsToTakeOnTheCallbackThreadsInOrder() {
        for (Throwable failure :
                List.of(new InternalError("unable to create native thread"), new IllegalStateException("decorator"))) {
            List<String> ran = new ArrayList<>();
            SerialExecutor failed = new SerialExecutor("test", callbacks::add, task -> sneakyThrow(failure));
            failed.execute(() -> ran.add("first"));
            failed.execute(() -> ran.add("second"));
            callbacks.remove().run();
            callbacks.remove().run();
            assertThat(ran).as("after %s", failure).containsExactly("first", "second");
        }
    }

    @Test
    void runsATaskOnceThatItsTargetTookBeforeItFailed() {
        SerialExecutor failed = new SerialExecutor("test", callbacks::add, task -> {
            handedOver.add(task);
            throw new InternalError("unable to create native thread");
        });
        failed.execute(() -> done.add("first"));
        failed.execute(() -> done.add("second"));
        callbacks.remove().run();
        handedOver.remove().run();
        callbacks.remove().run();
        handedOver.remove().run();
        assertThat(done).containsExactly("first", "second");
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneakyThrow(Throwable failure) throws T {
        throw (T) failure;
    }
}
