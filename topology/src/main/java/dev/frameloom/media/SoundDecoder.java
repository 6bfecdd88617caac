package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The samples of a sound track, a frame at a time. Packets that are damaged are counted and left
 * out. Its frames' times are the clip's, microseconds.
 */
final class SoundDecoder implements AutoCloseable {

  private static final AVRational MICROS = new AVRational().num(1).den(Ffmpeg.MICROS);

  private final AudioTrack track;
  private final AVCodecContext context;
  private final AVFrame frame = av_frame_alloc();
  private boolean loaded;
  private boolean flushed;
  private long nextUs;
  private long damaged;

  /** Takes the track over, and closes it if this fails. */
  SoundDecoder(AudioTrack track) {
    this.track = track;
    AVCodec codec = avcodec_find_decoder(track.parameters().codec_id());
    if (codec == null || codec.isNull()) {
      av_frame_free(frame);
      track.close();
      throw new MediaException(
          "this build of FFmpeg can't decode "
              + avcodec_get_name(track.parameters().codec_id()).getString());
    }
    this.context = avcodec_alloc_context3(codec);
    this.nextUs = track.times().audioStartUs();
    avcodec_parameters_to_context(context, track.parameters());
    context.pkt_timebase(track.timeBase());
    int opened = avcodec_open2(context, codec, (PointerPointer<?>) null);
    if (opened < 0) {
      close();
      Ffmpeg.check(opened, "the clip's sound can't be decoded");
    }
  }

  AudioTrack track() {
    return track;
  }

  long damaged() {
    return damaged;
  }

  /** The next frame without taking it, valid until {@link #take}; null at the end. */
  AVFrame peek() {
    while (!loaded) {
      int received = avcodec_receive_frame(context, frame);
      if (received >= 0) {
        loaded = frame.nb_samples() > 0 && frame.sample_rate() > 0;
        if (loaded) {
          settleTime();
        }
      } else if (flushed) {
        return null;
      } else {
        feed();
      }
    }
    return frame;
  }

  private void feed() {
    AVPacket packet = track.peek();
    if (packet == null) {
      flushed = true;
      avcodec_send_packet(context, null);
      return;
    }
    if (avcodec_send_packet(context, packet) < 0) {
      damaged++;
    }
    track.take();
  }

  /** A frame without a time follows the one before. */
  private void settleTime() {
    long time = frame.best_effort_timestamp();
    long us = time == Ffmpeg.NO_TIME ? nextUs : av_rescale_q(time, track.timeBase(), MICROS);
    frame.pts(us);
    nextUs = us + durationUs();
  }

  private long durationUs() {
    return (long) frame.nb_samples() * Ffmpeg.MICROS / frame.sample_rate();
  }

  long timeUs() {
    return frame.pts();
  }

  long endUs() {
    return frame.pts() + durationUs();
  }

  /** Shortens the peeked frame to what is heard before a time of the clip. */
  void endAt(long clipUs) {
    long samples = Math.max(0, clipUs - frame.pts()) * frame.sample_rate() / Ffmpeg.MICROS;
    frame.nb_samples((int) Math.min(frame.nb_samples(), samples));
  }

  /** Done with the peeked frame. */
  void take() {
    av_frame_unref(frame);
    loaded = false;
  }

  @Override
  public void close() {
    av_frame_free(frame);
    if (context != null) {
      avcodec_free_context(context);
    }
    track.close();
  }
}
