package dev.frameloom.block;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.Noise;
import dev.frameloom.weights.GoldenTensors;
import dev.frameloom.weights.ModelFiles;
import dev.frameloom.weights.WeightFiles;
import dev.frameloom.weights.Weights;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Layers over bands against the same layers over the whole picture. */
class BandsTest {

  private NDManager scope;
  private NDArray picture;

  @BeforeEach
  void open() {
    scope = ComputeDevice.CPU.newScope();
    picture = Noise.normal(scope, 1, "picture", 0, 2, 16, 7, 6);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void cutting_and_joining_changes_nothing() {
    for (int rows : new int[] {1, 2, 7, 100, Integer.MAX_VALUE}) {
      Bands bands = Bands.cut(scope, picture, rows);
      assertThat(bands.count()).isEqualTo(rows == 1 ? 7 : rows == 2 ? 4 : 1);
      assertThat(bands.join(scope).toFloatArray()).isEqualTo(picture.toFloatArray());
    }
  }

  @Test
  void moments_are_those_of_the_whole_picture() {
    NDArray grouped = picture.reshape(2, 4, -1); // (B, C, H, W) -> (B, G, C/G·H·W)
    float[] means = grouped.mean(new int[] {2}).toFloatArray();
    float[] squares = grouped.square().mean(new int[] {2}).toFloatArray();
    NDArray found = Bands.cut(scope, picture, 3).moments(4);
    assertThat(found.getShape()).isEqualTo(new Shape(2, 4, 2));
    double[] values = found.toDoubleArray();
    for (int i = 0; i < means.length; i++) {
      assertThat(values[2 * i]).isCloseTo(means[i], offset());
      assertThat(values[2 * i + 1]).isCloseTo(squares[i], offset());
    }
  }

  @Test
  void every_layer_gives_what_it_gives_of_the_whole() {
    ModelFiles model = ModelFiles.open(GoldenTensors.folder().resolve("sd1"));
    try (WeightFiles files = model.weights("vae")) {
      Weights decoder = new Weights(files, scope, DataType.FLOAT32).at("decoder");
      same(new ResidualBlock(decoder.at("mid_block.resnets.0"), size(16, 16))::apply);
      same(new ResidualBlock(decoder.at("up_blocks.3.resnets.0"), size(16, 8))::apply);
      same(new Upsample(decoder.at("up_blocks.0.upsamplers.0"), 16)::apply);
      same(new Convolution(decoder.at("up_blocks.1.resnets.0.conv1"), 16, 16, 3, 1)::apply);
    }
  }

  private void same(Function<Bands, Bands> layer) {
    NDArray whole = layer.apply(Bands.cut(scope, picture, 7)).join(scope);
    for (int rows : new int[] {1, 2, 6}) {
      assertClose(whole, layer.apply(Bands.cut(scope, picture, rows)).join(scope));
    }
  }

  private static ResidualBlock.Size size(int in, int out) {
    return new ResidualBlock.Size(in, out, 0, 4, 1e-6);
  }

  private static Offset<Double> offset() {
    return Offset.offset(1e-6);
  }

  private static void assertClose(NDArray expected, NDArray found) {
    assertThat(found.getShape()).isEqualTo(expected.getShape());
    GoldenTensors.assertClose("bands", expected.toFloatArray(), found.toFloatArray(), 2e-6);
  }
}
