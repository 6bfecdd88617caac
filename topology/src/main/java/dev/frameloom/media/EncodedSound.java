package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** Sound that is decoded and encoded anew, cut to the sample where the clip is cut. */
final class EncodedSound implements SoundFeed {

  private final SoundDecoder decoder;
  private final SoundEncoder encoder;
  private final Muxer muxer;
  private SampleGraph graph;
  private AVStream stream;
  private long originUs;
  private long nextSample = Long.MIN_VALUE;

  /** Takes decoder and encoder over. */
  EncodedSound(SoundDecoder decoder, SoundEncoder encoder, Muxer muxer) {
    this.decoder = decoder;
    this.encoder = encoder;
    this.muxer = muxer;
  }

  @Override
  public ClipTimes times() {
    return decoder.track().times();
  }

  @Override
  public void begin(long origin, boolean before) {
    // where sound from before is kept, the origin is not later than it
    originUs = origin;
    stream = muxer.addStreamLike(decoder.track().stream());
    stream.time_base(encoder.context().time_base());
    avcodec_parameters_from_context(stream.codecpar(), encoder.context());
  }

  @Override
  public void writeUntil(long clipUs) {
    while (decoder.peek() != null && decoder.endUs() <= clipUs) {
      convert();
    }
  }

  @Override
  public void finish(long endUs) {
    writeUntil(endUs);
    if (decoder.peek() != null && decoder.timeUs() < endUs) {
      decoder.endAt(endUs);
      convert();
    }
    flushGraph();
    encoder.encode(null, this::write);
  }

  /** Converts the peeked frame, and takes it. */
  private void convert() {
    AVFrame frame = decoder.peek();
    if (frame.nb_samples() > 0 && decoder.endUs() > originUs) {
      if (graph != null && !graph.takes(frame)) {
        flushGraph();
      }
      if (graph == null) {
        graph = new SampleGraph(frame, encoder.context());
      }
      frame.pts(frame.pts() - originUs);
      graph.convert(frame, this::encode);
    }
    decoder.take();
  }

  private void flushGraph() {
    if (graph != null) {
      graph.convert(null, this::encode);
      graph.close();
      graph = null;
    }
  }

  private void encode(AVFrame samples) {
    // after a change of format the block that was filled up may reach into the next one
    samples.pts(Math.max(samples.pts(), nextSample));
    nextSample = samples.pts() + samples.nb_samples();
    encoder.encode(samples, this::write);
  }

  private void write(AVPacket packet) {
    AVRational from = encoder.context().time_base();
    av_packet_rescale_ts(packet, from, stream.time_base());
    packet.stream_index(stream.index());
    muxer.write(packet);
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (decoder.damaged() > 0) {
      notes.add(decoder.damaged() + " damaged packets of the sound were left out");
    }
    decoder.track().failure().ifPresent(why -> notes.add("the sound stops early: " + why));
    return notes;
  }

  @Override
  public void close() {
    if (graph != null) {
      graph.close();
      graph = null;
    }
    encoder.close();
    decoder.close();
  }
}
