package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;

/**
 * The sound track of a clip that is wanted.
 *
 * @param track the opened track; belongs to whoever asked for it
 * @param notes what is not carried over, for people
 */
record FoundSound(Optional<AudioTrack> track, List<String> notes) {

  /** Addresses whose content can be asked for a second time. */
  private static final Set<String> READ_AGAIN = Set.of("http", "https", "ftp", "sftp");

  /**
   * Opens a clip a second time, for its sound.
   *
   * @throws MediaException if it can't be opened, or has no track as was asked for
   */
  static FoundSound in(ClipSound wanted) {
    Location location = Location.parse(wanted.location());
    boolean asked = wanted.wish().wanted();
    if (location instanceof Location.VideoFile file) {
      return in(MediaInput.file(file.file()), wanted);
    }
    if (location instanceof Location.Pipe) {
      return nothing(
          asked, "what comes through a pipe is read once: its sound is not carried over");
    }
    if (location instanceof Location.Network network) {
      return READ_AGAIN.contains(NetworkOptions.scheme(network.url()))
          ? in(MediaInput.network(network.url()), wanted)
          : nothing(asked, "the sound of a live source is not carried over");
    }
    if (wanted.wish().track().isPresent()) {
      throw new MediaException(wanted.location() + " has no sound; leave out --audio-track");
    }
    return nothing(false, "");
  }

  private static FoundSound nothing(boolean said, String note) {
    return new FoundSound(Optional.empty(), said ? List.of(note) : List.of());
  }

  private static FoundSound in(MediaInput input, ClipSound wanted) {
    try {
      AVFormatContext format = input.open();
      if (input.live()) {
        input.close();
        return nothing(wanted.wish().wanted(), "the sound of a live source is not carried over");
      }
      TrackChoice tracks = new TrackChoice(wanted.location(), format);
      int index =
          wanted
              .wish()
              .track()
              .map(tracks::find)
              .orElseGet(() -> input.bestStream(AVMEDIA_TYPE_AUDIO));
      if (!wanted.wish().wanted()) {
        index = -1;
      }
      List<String> notes =
          new ArrayList<>(
              tracks.leftBehind(
                  input.bestStream(AVMEDIA_TYPE_VIDEO), index, wanted.wish().wanted()));
      if (index >= 0) {
        Optional<String> fault = fault(format.streams(index).codecpar());
        if (fault.isEmpty()) {
          AudioTrack track = new AudioTrack(input, format, index);
          if (track.peek() != null) {
            return new FoundSound(Optional.of(track), notes);
          }
          track.close();
          notes.add("the clip's sound track is empty: left out");
          return new FoundSound(Optional.empty(), notes);
        }
        notes.add("the clip's sound is damaged (" + fault.get() + "): left out");
      }
      input.close();
      return new FoundSound(Optional.empty(), notes);
    } catch (RuntimeException e) {
      input.close();
      throw e;
    }
  }

  private static Optional<String> fault(AVCodecParameters sound) {
    if (sound.codec_id() == 0) {
      return Optional.of("it is of an unknown kind");
    }
    return sound.sample_rate() <= 0 || sound.ch_layout().nb_channels() <= 0
        ? Optional.of("its rate and channels can't be told")
        : Optional.empty();
  }
}
