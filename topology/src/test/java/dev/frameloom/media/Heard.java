package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;

import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/** What is heard of a file, at 8 kHz, from its time 0 on. */
record Heard(String codec, int rate, int channels, String language, float[] samples) {

  private static final int RATE = 8000;
  private static final int SECONDS = 3;

  static Heard of(Path file) {
    AudioTrack track = AudioTrack.open(file).orElseThrow();
    String codec = avcodec_get_name(track.parameters().codec_id()).getString();
    String language = TrackChoice.tag(track.stream(), "language").orElse("");
    int rate = track.parameters().sample_rate();
    int channels = track.parameters().ch_layout().nb_channels();
    float[] samples = new float[RATE * SECONDS];
    try (SoundDecoder decoder = new SoundDecoder(track);
        SoundEncoder target =
            new SoundEncoder(avcodec_find_encoder_by_name("pcm_f32le"), RATE, 1, false)) {
      AVFrame frame = decoder.peek();
      try (SampleGraph graph = new SampleGraph(frame, target.context())) {
        for (; frame != null; frame = decoder.peek()) {
          graph.convert(frame, it -> put(it, samples));
          decoder.take();
        }
        graph.convert(null, it -> put(it, samples));
      }
    }
    return new Heard(codec, rate, channels, language, samples);
  }

  private static void put(AVFrame frame, float[] samples) {
    FloatPointer values = new FloatPointer(frame.data(0));
    for (int i = 0; i < frame.nb_samples(); i++) {
      int at = (int) frame.pts() + i;
      if (at >= 0 && at < samples.length) {
        samples[at] = values.get(i);
      }
    }
  }

  /** This from a time on. */
  Heard from(double seconds) {
    float[] later = Arrays.copyOfRange(samples, (int) (seconds * RATE), samples.length);
    return new Heard(codec, rate, channels, language, later);
  }

  /** The largest correlation with another's first part, where it may lie this much off. */
  double likeness(Heard other, double seconds, double toleranceMillis) {
    int length = (int) (seconds * RATE);
    int most = (int) (toleranceMillis * RATE / 1000);
    double best = 0;
    for (int lag = -most; lag <= most; lag++) {
      double product = 0;
      double left = 0;
      double right = 0;
      for (int i = most; i < length - most; i++) {
        double a = samples[i];
        double b = other.samples[i + lag];
        product += a * b;
        left += a * a;
        right += b * b;
      }
      best = Math.max(best, product / Math.sqrt(left * right + 1e-12));
    }
    return best;
  }

  /** When it falls silent for good. */
  double endSeconds() {
    int end = samples.length;
    while (end > 0 && Math.abs(samples[end - 1]) < 1e-3) {
      end--;
    }
    return (double) end / RATE;
  }
}
