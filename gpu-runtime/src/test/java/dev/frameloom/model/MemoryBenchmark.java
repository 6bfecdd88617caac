package dev.frameloom.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Noise;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import dev.frameloom.vae.Tiling;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;

/**
 * Prints peaks of resident memory beside their estimates. Not a test: run its main with the folder
 * of a model, a side in pixels, and rows, say {@code model 512 1 2 4}. The environment wants
 * MALLOC_MMAP_THRESHOLD_=65536, or what glibc keeps of earlier work hides what later work takes.
 */
final class MemoryBenchmark {

  private MemoryBenchmark() {}

  public static void main(String[] args) {
    int side = Integer.parseInt(args[1]);
    int[] rows = Arrays.stream(args).skip(2).mapToInt(Integer::parseInt).toArray();
    long before = ResidentMemory.bytes();
    try (DiffusionModel model = DiffusionModel.load(Path.of(args[0]), "cpu")) {
      System.gc();
      long loaded = ResidentMemory.bytes() - before;
      print("loaded", 0, 0, loaded, model.footprint().weights());
      predict(model, 64, 1);
      for (int count : rows) {
        long estimate = model.footprint().predict(side, side, count, 0);
        print("unet", side, count, predict(model, side, count), estimate);
      }
      for (int band : new int[] {1 << 20, 32, 16, 8, 4}) {
        Tiling tiling = new Tiling(band);
        long estimate = model.footprint().decode(side, side, tiling);
        print("decode/" + band, side, 1, decode(model, side, tiling), estimate);
      }
      for (int band : new int[] {1 << 20, 16, 4}) {
        Tiling tiling = new Tiling(band);
        long estimate = model.footprint().encode(side, side, tiling);
        print("encode/" + band, side, 1, encode(model, side, tiling), estimate);
      }
    }
  }

  static long predict(DiffusionModel model, int side, int rows) {
    try (NDManager scope = model.newScope()) {
      NDArray text = model.encodeText(scope, Collections.nCopies(rows, "a cat"));
      NDArray x = Noise.normal(scope, 1, "x", 0, rows, model.latentChannels(), side / 8, side / 8);
      UNetInput input = UNetInput.of(x, 500, text);
      return ResidentMemory.peakOf(() -> model.predict(scope, input, UNetHooks.NONE).close());
    }
  }

  static long decode(DiffusionModel model, int side, Tiling tiling) {
    try (NDManager scope = model.newScope()) {
      NDArray x = Noise.normal(scope, 1, "x", 0, 1, model.latentChannels(), side / 8, side / 8);
      return ResidentMemory.peakOf(() -> model.decodeLatents(scope, x, tiling).close());
    }
  }

  static long encode(DiffusionModel model, int side, Tiling tiling) {
    try (NDManager scope = model.newScope()) {
      NDArray x = Noise.normal(scope, 1, "x", 0, 1, 3, side, side);
      return ResidentMemory.peakOf(() -> model.encodeImages(scope, x, tiling).close());
    }
  }

  private static void print(String what, int side, int rows, long bytes, long estimate) {
    System.out.printf(
        "%-16s %5d px %3d rows %,9d kB, estimate %,9d kB, %.2f%n",
        what, side, rows, bytes / 1000, estimate / 1000, (double) estimate / bytes);
  }
}
