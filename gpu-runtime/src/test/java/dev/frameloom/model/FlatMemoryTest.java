package dev.frameloom.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory over many steps. */
class FlatMemoryTest {

  private static final int WARM_UP = 40;
  private static final int STEPS = WARM_UP + 200;

  /**
   * Resident memory outside the Java heap may still grow by what the compiler and the allocator
   * keep, some tens of megabytes. A step makes about 900 tensors of 15 kB on average here: one in
   * twenty that stayed, in no scope and so in no count, would come to 130 MB.
   */
  private static final long RESIDENT_GROWTH = 64_000_000;

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
      long resident = 0;
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
          resident = ResidentMemory.isKnown() ? ResidentMemory.beyondHeap() : 0;
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
      assumeTrue(ResidentMemory.isKnown(), "resident memory is only known on Linux");
      assertThat(ResidentMemory.beyondHeap() - resident)
          .as("bytes of resident memory, taken in %d steps", STEPS - WARM_UP)
          .isLessThan(RESIDENT_GROWTH);
    }
  }

  private static NDArray latentsNoise(NDManager scope) {
    return Noise.normal(scope, 1, "step", 0, 2, 4, 8, 16);
  }
}
