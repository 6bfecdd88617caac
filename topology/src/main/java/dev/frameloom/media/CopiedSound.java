package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** Sound as it is, packet by packet. */
final class CopiedSound implements SoundFeed {

  private final AudioTrack track;
  private final Muxer muxer;
  private AVStream stream;
  private long originUs;
  private boolean fromBefore;
  private long lastDts = Ffmpeg.NO_TIME;

  /** Takes the track over. */
  CopiedSound(AudioTrack track, Muxer muxer) {
    this.track = track;
    this.muxer = muxer;
  }

  @Override
  public ClipTimes times() {
    return track.times();
  }

  @Override
  public void begin(long origin, boolean before) {
    originUs = origin;
    fromBefore = before;
    stream = muxer.addCopy(track.stream());
  }

  @Override
  public void writeUntil(long clipUs) {
    while (track.peek() != null && track.timeUs() < clipUs) {
      if (fromBefore || track.timeUs() >= originUs) {
        write();
      }
      track.take();
    }
  }

  private void write() {
    AVPacket packet = track.peek();
    AVRational micros = new AVRational().num(1).den(Ffmpeg.MICROS);
    long shift = av_rescale_q(originUs, micros, track.timeBase());
    if (packet.pts() != Ffmpeg.NO_TIME) {
      packet.pts(packet.pts() - shift);
    }
    if (packet.dts() != Ffmpeg.NO_TIME) {
      packet.dts(packet.dts() - shift);
    }
    av_packet_rescale_ts(packet, track.timeBase(), stream.time_base());
    // a damaged clip's times go back; a file's can't
    if (lastDts != Ffmpeg.NO_TIME && packet.dts() != Ffmpeg.NO_TIME && packet.dts() <= lastDts) {
      return;
    }
    lastDts = packet.dts();
    packet.stream_index(stream.index());
    packet.pos(-1);
    muxer.write(packet);
  }

  @Override
  public void finish(long endUs) {
    writeUntil(endUs);
  }

  @Override
  public List<String> notes() {
    return track.failure().map(why -> "the sound stops early: " + why).stream().toList();
  }

  @Override
  public void close() {
    track.close();
  }
}
