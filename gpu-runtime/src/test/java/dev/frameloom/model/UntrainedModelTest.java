package dev.frameloom.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Noise;
import dev.frameloom.schedule.DdimSchedule;
import dev.frameloom.unet.AttentionProcessor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UntrainedModelTest {

  @Test
  void runs_end_to_end(@TempDir Path folder) throws IOException {
    UntrainedModel.write(folder.resolve("m"), 1);
    try (DiffusionModel model = DiffusionModel.load(folder.resolve("m"), "cpu");
        NDManager scope = model.newScope()) {
      NDArray text = model.encodeText(scope, List.of("a pencil sketch"));
      NDArray image = Noise.normal(scope, 1, "image", 0, 1, 3, 256, 256).mul(0.3);
      NDArray latents = model.encodeImages(scope, image);
      DdimSchedule ddim = model.ddim(20);
      NDArray noise = Noise.normal(scope, 1, "n", 0, 1, 4, 32, 32);
      NDArray x = ddim.addNoise(scope, latents, noise, 501);
      for (int t : ddim.timesteps(0.5)) {
        NDArray e = model.predict(scope, x, t, text, AttentionProcessor.STANDARD);
        x = ddim.step(scope, x, e, t);
      }
      NDArray out = model.decodeLatents(scope, x);
      assertThat(out.getShape().getShape()).containsExactly(1, 3, 256, 256);
    }
  }
}
