package dev.frameloom.bench.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.bench.diffusion.BenchCase.Part;
import dev.frameloom.model.FullSizeModel;
import dev.frameloom.weights.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The numbers are those of PyTorch 2.7.1's FlopCounterMode over diffusers 0.35.2's and transformers
 * 4.57.1's modules of Stable Diffusion 1.5.
 */
class OperationsTest {

  @TempDir private Path folder;

  @Test
  void operations_are_as_many_as_pytorch_counts() throws IOException {
    FullSizeModel.writeSettings(folder);
    Files.writeString(folder.resolve("model_index.json"), "{}");
    Operations operations = new Operations(ModelFiles.open(folder));
    assertThat(operations.of(new BenchCase(Part.UNET, 256, 1))).isEqualTo(180_106_444_800L);
    assertThat(operations.of(new BenchCase(Part.UNET, 512, 1))).isEqualTo(803_273_441_280L);
    assertThat(operations.of(new BenchCase(Part.ENCODE, 512, 1))).isEqualTo(1_116_658_466_816L);
    assertThat(operations.of(new BenchCase(Part.DECODE, 512, 1))).isEqualTo(2_514_518_933_504L);
    assertThat(operations.of(new BenchCase(Part.TEXT, 512, 1))).isEqualTo(13_298_503_680L);
  }
}
