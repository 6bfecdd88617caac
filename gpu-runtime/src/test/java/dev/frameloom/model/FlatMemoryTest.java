package dev.frameloom.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.sun.jna.Memory;
import dev.frameloom.engine.LiveTensors;
import dev.frameloom.engine.Noise;
import dev.frameloom.schedule.Sampler;
import dev.frameloom.unet.AttentionProcessor;
import dev.frameloom.unet.AttentionSite;
import dev.frameloom.unet.FreeU;
import dev.frameloom.unet.SubLayer;
import dev.frameloom.unet.SubLayerProcessor;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import dev.frameloom.weights.GoldenTensors;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory over many steps. */
class FlatMemoryTest {

  private static final int WARM_UP = 40;
  private static final int STEPS = WARM_UP + 200;

  /**
   * What native code holds may still grow by what the compilers of Java and TorchScript keep. A
   * step makes about 900 tensors of 15 kB on average here: one in twenty that stayed, in no scope
   * and so in no count, would come to 130 MB.
   */
  private static final long NATIVE_GROWTH = 64_000_000;

  @Test
  void two_hundred_steps_with_hooks_leave_no_tensor_and_no_memory_behind() {
    UNetHooks hooks =
        UNetHooks.NONE
            .withAttention((site, q, k, v) -> AttentionProcessor.STANDARD.attend(site, q, k, v))
            .withSubLayers(
                new SubLayerProcessor() {
                  @Override
                  public NDArray selfAttention(AttentionSite site, NDArray normed, SubLayer inner) {
                    return inner.apply(normed.mul(0.5).add(normed.mul(0.5)));
                  }
                })
            .withSkips(new FreeU(1.1, 1.2, 0.9, 0.2));
    try (DiffusionModel model = DiffusionModel.load(GoldenTensors.folder().resolve("sd1"), "cpu");
        NDManager scope = model.newScope()) {
      NDManager owner = scope.getParentManager();
      NDArray text = model.encodeText(scope, List.of("a photo of a cat", "a sketch"));
      NDArray latents = Noise.normal(scope, 1, "x", 0, 2, 4, 8, 16);
      Sampler sampler = model.sampler(STEPS);
      long tensors = 0;
      long held = 0;
      for (int i = 0; i < STEPS; i++) {
        try (NDManager step = scope.newSubManager()) {
          UNetInput input = UNetInput.of(latents, sampler.timestep(i), text);
          NDArray output = model.predict(step, input, hooks);
          NDArray before = latents;
          latents = sampler.step(scope, before, output, i, () -> latentsNoise(step));
          before.close();
        }
        if (i == WARM_UP) {
          tensors = LiveTensors.under(owner);
          held = NativeHeap.isKnown() ? NativeHeap.bytes() : 0;
        }
        if (i > WARM_UP) {
          assertThat(LiveTensors.under(owner))
              .as("live tensors after step %d", i)
              .isEqualTo(tensors);
        }
      }
      assertThat(latents.getShape().get(0)).isEqualTo(2);
      NDArray one = scope.create(1f);
      assertThat(LiveTensors.under(owner)).as("a tensor more is seen").isEqualTo(tensors + 1);
      one.close();
      assumeTrue(NativeHeap.isKnown(), "the allocator's figures are only known with glibc");
      long before = held;
      // A compiler may hold some for a while; what leaks stays.
      await("native memory is back")
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThat(NativeHeap.bytes() - before)
                      .as("bytes taken in %d steps", STEPS - WARM_UP)
                      .isLessThan(NATIVE_GROWTH));
    }
  }

  @Test
  void memory_that_native_code_takes_is_seen() {
    assumeTrue(NativeHeap.isKnown(), "the allocator's figures are only known with glibc");
    long before = NativeHeap.bytes();
    try (Memory taken = new Memory(2 * NATIVE_GROWTH)) {
      assertThat(NativeHeap.bytes() - before).isGreaterThan(taken.size() / 2);
    }
  }

  private static NDArray latentsNoise(NDManager scope) {
    return Noise.normal(scope, 1, "step", 0, 2, 4, 8, 16);
  }
}
