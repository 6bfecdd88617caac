package dev.frameloom.lpips;

import dev.frameloom.lpips.Layer.Convolution;
import dev.frameloom.lpips.Layer.Pool;
import java.util.List;

/** Networks of features, as torchvision numbers their layers; compared after each stage. */
@SuppressWarnings("ImmutableEnumChecker") // lists of records of numbers: nobody can change them
enum Network {
  /** AlexNet's five convolutions: fast, and nearest to what people say. */
  ALEX(
      "lpips_alex",
      List.of(
          List.of(new Convolution(0, 3, 64, 11, 4, 2)),
          List.of(new Pool(3), new Convolution(3, 64, 192, 5, 1, 2)),
          List.of(new Pool(3), new Convolution(6, 192, 384, 3, 1, 1)),
          List.of(new Convolution(8, 384, 256, 3, 1, 1)),
          List.of(new Convolution(10, 256, 256, 3, 1, 1)))),
  /** VGG-16's thirteen. */
  VGG(
      "lpips_vgg",
      List.of(
          List.of(same(0, 3, 64), same(2, 64, 64)),
          List.of(new Pool(2), same(5, 64, 128), same(7, 128, 128)),
          List.of(new Pool(2), same(10, 128, 256), same(12, 256, 256), same(14, 256, 256)),
          List.of(new Pool(2), same(17, 256, 512), same(19, 512, 512), same(21, 512, 512)),
          List.of(new Pool(2), same(24, 512, 512), same(26, 512, 512), same(28, 512, 512))));

  private final String modelType;
  private final List<List<Layer>> stages;

  Network(String modelType, List<List<Layer>> stages) {
    this.modelType = modelType;
    this.stages = stages;
  }

  private static Convolution same(int index, int in, int out) {
    return new Convolution(index, in, out, 3, 1, 1);
  }

  /** What {@code config.json} calls it. */
  String modelType() {
    return modelType;
  }

  List<List<Layer>> stages() {
    return stages;
  }

  /** Pixels a side below which a stage has nothing left to see. */
  int leastSide() {
    int side = 1;
    while (!fits(side)) {
      side++;
    }
    return side;
  }

  private boolean fits(int side) {
    int left = side;
    for (List<Layer> stage : stages) {
      for (Layer layer : stage) {
        left = layer.side(left);
        if (left < 1) {
          return false;
        }
      }
    }
    return true;
  }

  /** Channels that a stage ends with. */
  static int channels(List<Layer> stage) {
    return ((Convolution) stage.get(stage.size() - 1)).out();
  }
}
