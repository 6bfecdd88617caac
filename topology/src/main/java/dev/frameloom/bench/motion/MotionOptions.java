package dev.frameloom.bench.motion;

import dev.frameloom.engine.ComputeDevice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to measure.
 *
 * @param size width and height of the frames, a multiple of 64
 * @param runs measured runs of each row, after a warm-up
 * @param frames that go through while memory is watched; 0: none
 * @param clip whose first frames are taken; none: the sample scene
 * @param flows folders of networks to measure and to show known motions, beside DIS
 * @param clipModel folder of a CLIP to measure
 * @param parts of {@link #PARTS}
 * @param device for tensors
 * @param threads of one operation on the CPU
 */
public record MotionOptions(
    int size,
    int runs,
    int frames,
    Optional<Path> clip,
    List<Path> flows,
    Optional<Path> clipModel,
    List<String> parts,
    String device,
    int threads) {

  /** All parts: rows of times, the errors of flows, memory. */
  public static final List<String> PARTS =
      List.of("flow", "warp", "masks", "propagation", "metrics", "errors", "memory");

  public MotionOptions {
    flows = List.copyOf(flows);
    parts = List.copyOf(parts);
    if (size < 64 || size % 64 != 0) {
      throw new IllegalArgumentException(
          "--size: expected a multiple of 64, at least 64, found " + size);
    }
    if (runs < 1) {
      throw new IllegalArgumentException("--runs: expected at least one run, found " + runs);
    }
    if (frames < 0) {
      throw new IllegalArgumentException("--frames: expected 0 or more, found " + frames);
    }
    if (parts.isEmpty() || !PARTS.containsAll(parts)) {
      throw new IllegalArgumentException("--parts: expected some of " + PARTS + ", found " + parts);
    }
    ComputeDevice.requireName(device);
  }
}
