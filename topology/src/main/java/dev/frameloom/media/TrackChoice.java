package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_ATTACHMENT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_DATA;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;

/** The tracks of a clip: which of them is the sound that is wanted, and what is left behind. */
final class TrackChoice {

  /** A broadcast may have dozens. */
  private static final int MOST_NAMED = 8;

  private final String clip;
  private final AVFormatContext format;
  private final List<Integer> sounds = new ArrayList<>();

  TrackChoice(String clip, AVFormatContext format) {
    this.clip = clip;
    this.format = format;
    for (int i = 0; i < format.nb_streams(); i++) {
      if (type(i) == AVMEDIA_TYPE_AUDIO) {
        sounds.add(i);
      }
    }
  }

  /**
   * Index of the stream that was asked for.
   *
   * @throws MediaException if there is none; the message lists those that there are
   */
  int find(String track) {
    String wanted = track.strip();
    if (wanted.chars().allMatch(it -> it >= '0' && it <= '9') && wanted.length() < 6) {
      int number = Integer.parseInt(wanted);
      if (number >= 1 && number <= sounds.size()) {
        return sounds.get(number - 1);
      }
    }
    return sounds.stream()
        .filter(it -> language(it).filter(found -> Languages.same(found, wanted)).isPresent())
        .findFirst()
        .orElseThrow(() -> new MediaException(noSuch(wanted)));
  }

  private String noSuch(String wanted) {
    return sounds.isEmpty()
        ? clip + " has no sound; leave out --audio-track"
        : "%s has no sound track \"%s\"; it has %s"
            .formatted(
                clip, wanted, String.join(", ", sounds.stream().map(this::describe).toList()));
  }

  /** Everything that is neither the pictures nor the sound that is taken, for people. */
  List<String> leftBehind(int pictures, int sound, boolean soundWanted) {
    List<String> left = new ArrayList<>();
    for (int i = 0; i < format.nb_streams(); i++) {
      boolean asked = type(i) == AVMEDIA_TYPE_AUDIO && !soundWanted;
      if (i != pictures && i != sound && !asked) {
        left.add(describe(i));
      }
    }
    if (format.nb_chapters() > 0) {
      left.add(format.nb_chapters() + " chapters");
    }
    if (left.isEmpty()) {
      return List.of();
    }
    String more = left.size() > MOST_NAMED ? " and " + (left.size() - MOST_NAMED) + " more" : "";
    return List.of(
        "not carried over from the clip: "
            + String.join(", ", left.subList(0, Math.min(MOST_NAMED, left.size())))
            + more);
  }

  private String describe(int index) {
    List<String> more = new ArrayList<>();
    language(index).ifPresent(more::add);
    int codec = format.streams(index).codecpar().codec_id();
    if (codec != 0) {
      more.add(avcodec_get_name(codec).getString());
    }
    return kind(index) + (more.isEmpty() ? "" : " (" + String.join(", ", more) + ")");
  }

  private String kind(int index) {
    int type = type(index);
    if (type == AVMEDIA_TYPE_AUDIO) {
      return "sound track " + (sounds.indexOf(index) + 1);
    }
    if (type == AVMEDIA_TYPE_SUBTITLE) {
      return "subtitles";
    }
    if (type == AVMEDIA_TYPE_VIDEO) {
      return MediaInput.isCover(format.streams(index)) ? "a cover picture" : "a video track";
    }
    if (type == AVMEDIA_TYPE_ATTACHMENT) {
      return "an attachment";
    }
    return type == AVMEDIA_TYPE_DATA ? "a data track" : "a track";
  }

  private int type(int index) {
    return format.streams(index).codecpar().codec_type();
  }

  private Optional<String> language(int index) {
    return tag(format.streams(index), "language").filter(it -> !it.equals("und"));
  }

  /** An entry of a stream's metadata. */
  static Optional<String> tag(AVStream stream, String key) {
    AVDictionary metadata = stream.metadata();
    AVDictionaryEntry entry =
        metadata == null ? null : av_dict_get(metadata, key, (AVDictionaryEntry) null, 0);
    return entry == null ? Optional.empty() : Optional.of(entry.value().getString());
  }
}
