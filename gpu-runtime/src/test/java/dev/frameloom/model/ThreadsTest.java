package dev.frameloom.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.image.Picture;
import dev.frameloom.pipeline.ImagePipeline;
import dev.frameloom.pipeline.ImageRequest;
import dev.frameloom.unet.AttentionProcessor;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices of one process, each with a thread and a model of its own. */
class ThreadsTest {

  @TempDir static Path folder;

  @BeforeAll
  static void write() throws IOException {
    UntrainedModel.write(folder.resolve("tiny"), 1);
  }

  @Test
  void two_devices_at_once_give_the_bytes_of_one_after_the_other() throws Exception {
    Picture first = make(1, () -> 0);
    Picture second = make(2, () -> 0);
    assertThat(second).isNotEqualTo(first);
    CyclicBarrier together = new CyclicBarrier(2);

    List<Picture> pictures =
        inThreads(List.of(() -> make(1, together::await), () -> make(2, together::await)));

    assertThat(pictures).containsExactly(first, second);
  }

  /** A picture by a model of its own, which begins when the gate lets it. */
  private static Picture make(long seed, Callable<Integer> gate) throws Exception {
    try (DiffusionModel model = DiffusionModel.load(folder.resolve("tiny"), "cpu")) {
      gate.call();
      ImageRequest request =
          ImageRequest.of("ink").sized(128, 128).withSteps(4).withSeed(seed).withGuidance(3);
      return new ImagePipeline(model).make(request).get(0);
    }
  }

  @Test
  void a_second_thread_in_one_model_is_refused() throws Exception {
    try (DiffusionModel model = DiffusionModel.load(folder.resolve("tiny"), "cpu");
        NDManager scope = model.newScope()) {
      NDArray text = model.encodeText(scope, List.of("ink"));
      UNetInput input = UNetInput.of(scope.ones(new Shape(1, 4, 8, 8)), 1, text);
      List<Throwable> refused = new ArrayList<>();
      AttentionProcessor intruded =
          (site, q, k, v) -> {
            if (refused.isEmpty()) {
              refused.add(intrude(model));
            }
            return AttentionProcessor.STANDARD.attend(site, q, k, v);
          };

      model.predict(scope, input, UNetHooks.NONE.withAttention(intruded));

      assertThat(refused.get(0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("one thread at a time");
      // and another thread may have its turn
      assertThat(inThreads(List.of(() -> encode(model))).get(0)).isEqualTo(text.getShape().size());
    }
  }

  private static Throwable intrude(DiffusionModel model) {
    try {
      inThreads(List.of(() -> encode(model)));
      return new AssertionError("not refused");
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException e) {
      return e;
    }
  }

  private static long encode(DiffusionModel model) {
    try (NDManager scope = model.newScope()) {
      return model.encodeText(scope, List.of("ink")).size();
    }
  }

  private static <T> List<T> inThreads(List<Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
