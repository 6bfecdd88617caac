package dev.frameloom.propagate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SideBySideTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9})
  void results_come_in_the_order_of_the_tasks(int threads) {
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      tasks.add(() -> number);
    }
    assertThat(SideBySide.all(threads, tasks)).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void no_tasks_have_no_results() {
    assertThat(SideBySide.all(2, List.of())).isEmpty();
  }

  @Test
  void two_tasks_on_two_threads_run_at_the_same_time() {
    CountDownLatch both = new CountDownLatch(2);
    Callable<Boolean> meeting =
        () -> {
          both.countDown();
          both.await();
          return true;
        };
    assertThat(SideBySide.all(2, List.of(meeting, meeting))).containsExactly(true, true);
  }

  @Test
  void a_task_that_fails_ends_the_others() {
    AtomicBoolean ended = new AtomicBoolean();
    CountDownLatch waiting = new CountDownLatch(1);
    Callable<Boolean> endless = () -> waitFor(waiting, ended);
    Callable<Boolean> failing =
        () -> {
          waiting.await();
          throw new IllegalArgumentException("too small");
        };
    assertThatThrownBy(() -> SideBySide.all(2, List.of(endless, failing)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("too small");
    assertThat(ended).isTrue();
  }

  @Test
  void an_interruption_ends_all_tasks_and_stays() {
    AtomicBoolean ended = new AtomicBoolean();
    CountDownLatch waiting = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    Callable<Boolean> endless = () -> waitFor(waiting, ended);
    Callable<Boolean> interrupting =
        () -> {
          waiting.await();
          caller.interrupt();
          return true;
        };
    assertThatThrownBy(() -> SideBySide.all(2, List.of(endless, interrupting)))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ended).isTrue();
  }

  /** Says that it waits, then waits for what never comes until it is interrupted. */
  private static boolean waitFor(CountDownLatch waiting, AtomicBoolean ended) {
    waiting.countDown();
    try {
      new CountDownLatch(1).await();
      return false;
    } catch (InterruptedException e) {
      ended.set(true);
      return true;
    }
  }
}
