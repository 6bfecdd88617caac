package dev.frameloom.restyle;

import dev.frameloom.egress.RecordListener;
import dev.frameloom.egress.RecordOptions;
import dev.frameloom.egress.RecordReport;
import dev.frameloom.egress.RestyledRecorder;
import dev.frameloom.media.ClipSound;
import dev.frameloom.media.SinkOptions;
import dev.frameloom.media.VideoInfo;
import dev.frameloom.media.VideoSink;
import dev.frameloom.media.VideoSinks;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The output as it was written.
 *
 * @param report what was recorded
 * @param encoder the video encoder, by FFmpeg's name
 * @param notes what the file has other than asked for, for people
 */
record OutputFile(RecordReport report, String encoder, List<String> notes) {

  /**
   * Finds out whether frames of a source can be written to the file that was asked for.
   *
   * @throws dev.frameloom.media.MediaException if they can't
   */
  static void rehearse(RestyleRequest request, VideoInfo source) {
    VideoSinks.rehearse(
        request.out(),
        options(request, source.frameRate()),
        source.width(),
        source.height(),
        source.frameRate());
  }

  /**
   * Records the run's stream into the file that was asked for, with the sound of the source.
   *
   * @param goesWell asked at the end: whether what was recorded is what was to be, to where the run
   *     was stopped
   */
  static OutputFile write(
      RestyleRequest request,
      double frameRate,
      RestyledRecorder recorder,
      RecordListener listener,
      BooleanSupplier goesWell) {
    try (VideoSink sink = VideoSinks.open(request.out(), options(request, frameRate))) {
      RecordReport report =
          recorder.record(sink, RecordOptions.of(request.streamId(), Restyle.EDIT_ID), listener);
      if (goesWell.getAsBoolean()) {
        sink.complete();
      }
      return new OutputFile(report, sink.encoder(), sink.notes());
    }
  }

  private static SinkOptions options(RestyleRequest request, double frameRate) {
    SinkOptions sink = SinkOptions.defaults();
    if (request.encoder().isPresent()) {
      sink = sink.withEncoder(request.encoder().get());
    }
    if (frameRate > 0) {
      sink = sink.withFrameRate(frameRate);
    }
    return sink.withSound(new ClipSound(request.input(), request.sound()));
  }
}
