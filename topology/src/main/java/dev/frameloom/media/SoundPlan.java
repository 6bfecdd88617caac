package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * How a clip's sound goes into a file: decided, with decoder and encoder open, before anything is
 * written.
 *
 * @param feed what writes it; empty where there is no sound
 * @param notes what a user should know of it
 */
record SoundPlan(Optional<SoundFeed> feed, List<String> notes) {

  /** No sound. */
  static final SoundPlan NONE = new SoundPlan(Optional.empty(), List.of());

  private static final int MOST_CHANNELS = 8;

  /**
   * Of a clip, for a file.
   *
   * @throws MediaException if the sound can neither be copied nor encoded anew; it says what to do
   */
  static SoundPlan of(Optional<ClipSound> wanted, Muxer muxer) {
    if (wanted.isEmpty()) {
      return NONE;
    }
    FoundSound found = FoundSound.in(wanted.get());
    List<String> notes = new ArrayList<>(found.notes());
    return new SoundPlan(found.track().flatMap(track -> feed(track, muxer, notes)), notes);
  }

  private static Optional<SoundFeed> feed(AudioTrack track, Muxer muxer, List<String> notes) {
    try {
      if (!muxer.holdsSound()) {
        track.close();
        notes.add("this kind of file holds no sound: left out");
        return Optional.empty();
      }
      if (muxer.canCopy(track)) {
        return Optional.of(new CopiedSound(track, muxer));
      }
    } catch (RuntimeException e) {
      track.close();
      throw e;
    }
    return encoded(track, muxer, notes);
  }

  private static Optional<SoundFeed> encoded(AudioTrack track, Muxer muxer, List<String> notes) {
    String name = avcodec_get_name(track.parameters().codec_id()).getString();
    SoundDecoder decoder;
    try {
      decoder = new SoundDecoder(track);
    } catch (MediaException e) {
      throw new MediaException(
          "the clip's sound (%s) can't go into %s: %s; leave it out with --no-sound, or write an .mkv"
              .formatted(name, muxer, e.getMessage()),
          e);
    }
    try {
      AVFrame first = decoder.peek();
      if (first == null) {
        decoder.close();
        notes.add(
            "the clip's sound (" + name + ") is damaged, nothing of it can be decoded: left out");
        return Optional.empty();
      }
      SoundEncoder encoder = encoder(first, name, muxer, notes);
      return Optional.of(new EncodedSound(decoder, encoder, muxer));
    } catch (RuntimeException e) {
      decoder.close();
      throw e;
    }
  }

  private static SoundEncoder encoder(AVFrame first, String name, Muxer muxer, List<String> notes) {
    int channels = first.ch_layout().nb_channels();
    int kept = channels > MOST_CHANNELS ? 2 : channels;
    MediaException failure = null;
    for (String candidate : SoundFormats.encoders(muxer.container())) {
      AVCodec codec = avcodec_find_encoder_by_name(candidate);
      if (codec == null || codec.isNull() || !muxer.holds(codec.id())) {
        continue;
      }
      try {
        SoundEncoder encoder =
            new SoundEncoder(codec, first.sample_rate(), kept, muxer.wantsGlobalHeader());
        notes.add(
            "the sound was encoded anew as %s%s: not all that plays %s files plays %s in them"
                .formatted(
                    avcodec_get_name(codec.id()).getString(),
                    kept < channels ? ", " + channels + " channels mixed to 2" : "",
                    muxer.container(),
                    name));
        return encoder;
      } catch (MediaException e) {
        failure = e;
      }
    }
    throw new MediaException(
        "the clip's sound (%s) can't go into %s%s; leave it out with --no-sound, or write an .mkv"
            .formatted(name, muxer, failure == null ? "" : ": " + failure.getMessage()),
        failure);
  }
}
