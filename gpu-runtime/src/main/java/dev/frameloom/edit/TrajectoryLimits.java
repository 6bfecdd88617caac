package dev.frameloom.edit;

import java.nio.file.Path;

/**
 * Bounds of what a device keeps of source frames: latents at every step of their inversion, 3 MB
 * for a frame of 512×512 and 50 steps, and what TokenFlow finds in them, about 60 MB, which a
 * second edit of the same footage then need not find again. What memory has no room for goes to a
 * file, least recently used first; what that has no room for is dropped, and computed again where
 * it is needed again.
 *
 * @param memoryBytes in memory, 0 or more
 * @param diskBytes in the file, 0 or more; a window whose frames have no room in both together
 *     fails before anything is computed
 * @param folder where the file is made when it is first needed; it is gone when the editor is
 *     closed
 */
public record TrajectoryLimits(long memoryBytes, long diskBytes, Path folder) {

  public TrajectoryLimits {
    if (memoryBytes < 0 || diskBytes < 0) {
      throw new IllegalArgumentException(
          "expected bounds of 0 or more bytes, found " + memoryBytes + " and " + diskBytes);
    }
  }

  /** 256 MB in memory, 8 GB in the system's folder for temporary files. */
  public static TrajectoryLimits defaults() {
    return new TrajectoryLimits(
        256L << 20, 8L << 30, Path.of(System.getProperty("java.io.tmpdir")));
  }
}
