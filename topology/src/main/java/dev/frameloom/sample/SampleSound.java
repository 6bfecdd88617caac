package dev.frameloom.sample;

import java.nio.ShortBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.FrameRecorder;

/** The sound of the sample scene: a rumble that turns with the wheel, and a chime now and then. */
final class SampleSound {

  private static final int RATE = 44_100;
  private static final int BLOCK = 1024;
  private static final double[] CHIME = {523.25, 659.25, 783.99, 659.25};

  private SampleSound() {}

  /** Writes so many seconds as AAC. */
  static void write(Path file, double seconds) throws FrameRecorder.Exception {
    avutil.av_log_set_level(avutil.AV_LOG_ERROR);
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toString(), 1)) {
      recorder.setFormat("mp4");
      recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
      recorder.setSampleRate(RATE);
      recorder.setAudioBitrate(64_000);
      recorder.start();
      int samples = (int) Math.round(seconds * RATE);
      for (int begin = 0; begin < samples; begin += BLOCK) {
        short[] block = new short[Math.min(BLOCK, samples - begin)];
        for (int i = 0; i < block.length; i++) {
          block[i] = (short) Math.round(32_767 * 0.6 * sample((begin + i) / (double) RATE));
        }
        recorder.recordSamples(RATE, 1, ShortBuffer.wrap(block));
      }
      recorder.stop();
    }
  }

  private static double sample(double t) {
    double turn = 0.5 + 0.5 * Math.sin(2 * Math.PI * 0.56 * t);
    double rumble =
        0.25 * turn * Math.sin(2 * Math.PI * 62 * t + 3 * Math.sin(2 * Math.PI * 9 * t));
    double since = t % 0.75;
    double note = CHIME[(int) (t / 0.75) % CHIME.length];
    double chime = 0.4 * Math.exp(-5 * since) * Math.sin(2 * Math.PI * note * t);
    return rumble + chime;
  }
}
