package dev.frameloom.restyle;

import dev.frameloom.egress.RecordListener;
import dev.frameloom.egress.RecordOptions;
import dev.frameloom.egress.RecordReport;
import dev.frameloom.egress.RestyledRecorder;
import dev.frameloom.media.SinkOptions;
import dev.frameloom.media.VideoSink;
import dev.frameloom.media.VideoSinks;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The output as it was written.
 *
 * @param report what was recorded
 * @param encoder the video encoder, by FFmpeg's name
 * @param notes what the file has other than asked for, for people
 */
record OutputFile(RecordReport report, String encoder, List<String> notes) {

  /** Records the run's stream into the file that was asked for, with the sound of the source. */
  static OutputFile write(
      RestyleRequest request,
      double frameRate,
      RestyledRecorder recorder,
      RecordListener listener) {
    try (VideoSink sink = VideoSinks.open(request.out(), options(request, frameRate))) {
      RecordReport report =
          recorder.record(sink, RecordOptions.of(request.streamId(), Restyle.EDIT_ID), listener);
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
    try {
      Path clip = Path.of(request.input());
      return Files.isRegularFile(clip) ? sink.withAudioFrom(clip) : sink;
    } catch (InvalidPathException e) {
      return sink; // an address, which need not be a legal file name
    }
  }
}
