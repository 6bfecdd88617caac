package dev.frameloom.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.frameloom.avro.PendingWindow;
import dev.frameloom.metrics.PipelineMetrics;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GpuSchedulerTest {

  private final FakeWork work = new FakeWork();
  private GpuScheduler scheduler = scheduler(2, new SchedulerLimits(4, 64, 1 << 20, Duration.ZERO));

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void resultsComeInTheOrderInWhichWindowsFinish() {
    GpuScheduler.Session session = scheduler.open();
    session.submit(window(0));
    session.submit(window(1));
    await().until(() -> work.started.get() == 2);
    work.finish(1);
    assertThat(next(session).pending().getOffset()).isEqualTo(1);
    work.finish(0);
    assertThat(next(session).pending().getOffset()).isZero();
  }

  @Test
  void aWindowIsEditedOnceHoweverOftenItIsSubmitted() {
    GpuScheduler.Session session = scheduler.open();
    assertThat(session.submit(window(0))).isTrue();
    assertThat(session.submit(window(0))).isTrue();
    work.finish(0);
    next(session);
    assertThat(work.started).hasValue(1);
    assertThat(session.has(0)).isFalse();
  }

  @Test
  void aFullQueueRefuses() {
    GpuScheduler.Session session = scheduler.open();
    session.submit(window(0));
    session.submit(window(1));
    await().until(() -> work.started.get() == 2);
    for (int i = 2; i < 6; i++) {
      assertThat(session.submit(window(i))).isTrue();
    }
    assertThat(session.submit(window(6))).isFalse();
    assertThat(session.has(6)).isFalse();
  }

  @Test
  void workersPauseWhileTooManyResultsWait() {
    scheduler.close();
    scheduler = scheduler(1, new SchedulerLimits(10, 64, 150, Duration.ZERO));
    GpuScheduler.Session session = scheduler.open();
    for (int i = 0; i < 4; i++) {
      work.finish(i);
      session.submit(window(i));
    }
    // each holds 100 bytes: the second goes beyond 150, the third has to wait
    await().during(Duration.ofMillis(200)).until(() -> work.started.get() == 2);
    next(session);
    next(session);
    next(session);
    next(session);
    assertThat(work.started).hasValue(4);
  }

  @Test
  void whatWasMadeForAClosedSessionIsDroppedAndTheNextOneGetsItAgain() {
    GpuScheduler.Session before = scheduler.open();
    before.submit(window(0));
    await().until(() -> work.started.get() == 1);
    before.close();
    GpuScheduler.Session after = scheduler.open();
    after.submit(window(0));
    work.finish(0);
    assertThat(next(after).pending().getOffset()).isZero();
    assertThat(before.poll()).isEmpty();
  }

  @Test
  void aFailureOfTheSurroundingsIsTriedAgain() {
    work.failuresLeft.set(3);
    GpuScheduler.Session session = scheduler.open();
    session.submit(window(0));
    work.finish(0);
    next(session);
    assertThat(work.started).hasValue(4);
  }

  @Test
  void closingStopsWorkersInTheMiddleOfAWindow() {
    GpuScheduler.Session session = scheduler.open();
    session.submit(window(0));
    await().until(() -> work.started.get() == 1);
    scheduler.close();
    assertThat(work.closed).hasValue(2);
  }

  @Test
  void aSchedulerWithoutAnyDeviceLeftSaysWhy() {
    scheduler.close();
    Supplier<WindowWork> broken =
        () -> {
          throw new IllegalArgumentException("no model at /models/sd15");
        };
    scheduler = new GpuScheduler(SchedulerLimits.defaults(), PipelineMetrics.NOOP, List.of(broken));
    await()
        .untilAsserted(
            () ->
                assertThatIllegalStateException()
                    .isThrownBy(scheduler::requireAlive)
                    .withMessageContaining("no model at /models/sd15"));
  }

  private GpuScheduler scheduler(int workers, SchedulerLimits limits) {
    return new GpuScheduler(limits, PipelineMetrics.NOOP, Collections.nCopies(workers, () -> work));
  }

  private static PendingWindow window(long index) {
    return Windows.pending(
        Windows.window(Windows.edit().build(), index, index, index).build(), index);
  }

  private static GpuScheduler.Finished next(GpuScheduler.Session session) {
    return await().until(session::poll, Optional::isPresent).orElseThrow();
  }
}
