package dev.frameloom.editing;

/**
 * Bounds of a {@link WindowWorker}, and what it tells.
 *
 * @param maxRecordBytes largest record that the topic of edited frames takes
 * @param maxPixels most pixels of a frame, whatever is done with it
 * @param maxEditedPixels most pixels of a frame that goes through a model
 * @param maxWindowPixels most pixels of all frames of a window that are decoded
 * @param failures how much of a failure outcomes and dead letters tell
 */
public record WorkerConfig(
    int maxRecordBytes,
    long maxPixels,
    long maxEditedPixels,
    long maxWindowPixels,
    FailureText failures) {

  public WorkerConfig {
    if (maxRecordBytes < 1 || maxPixels < 1 || maxEditedPixels < 1 || maxWindowPixels < 1) {
      throw new IllegalArgumentException(
          "expected bounds of at least 1, found %d, %d, %d, %d"
              .formatted(maxRecordBytes, maxPixels, maxEditedPixels, maxWindowPixels));
    }
  }
}
