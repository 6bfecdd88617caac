package dev.frameloom.egress;

/**
 * What was recorded.
 *
 * @param frames frames written
 * @param firstSequence sequence of the first; -1 if there was none
 * @param lastSequence sequence of the last; -1 if there was none
 * @param missing sequences between the first and the last that were not there
 * @param repeated records whose sequence was not after the one before; left out
 * @param resized frames of another size than the first; scaled to it
 * @param bytes bytes of the encoded pictures
 * @param readMillis time spent waiting for records and reading them
 * @param decodeMillis time spent decoding pictures
 * @param writeMillis time spent encoding and writing video
 * @param end why recording ended
 */
public record RecordReport(
    long frames,
    long firstSequence,
    long lastSequence,
    long missing,
    long repeated,
    long resized,
    long bytes,
    long readMillis,
    long decodeMillis,
    long writeMillis,
    End end) {

  /** Why recording ended. */
  public enum End {
    /** The stream's last frame was recorded. */
    END_OF_STREAM,
    /** As many frames were recorded as asked for. */
    MAX_FRAMES,
    /** No frame came for too long. */
    IDLE,
    /** {@link RestyledRecorder#stop} was called. */
    STOPPED
  }
}
