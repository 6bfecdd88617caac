package dev.frameloom.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;

/**
 * Encoders by name. Asked for a codec only, FFmpeg silently takes whatever it has (MPEG-4 part 2 in
 * an .mp4, which browsers refuse), so we never do.
 */
final class Encoders {

  private static final List<String> H264 = List.of("libx264", "libopenh264");
  private static final List<String> VP9 = List.of("libvpx-vp9");

  /** What is tried for each kind of file, in order. libx264 is there in GPL builds only. */
  private static final Map<String, List<String>> BY_EXTENSION =
      Map.of("mp4", H264, "m4v", H264, "mov", H264, "mkv", H264, "webm", VP9);

  private Encoders() {}

  /** The encoder that was asked for, or the first there is for the kind of file. */
  static AVCodec choose(Path file, Optional<String> wanted) {
    List<String> candidates = wanted.map(List::of).orElseGet(() -> forFile(file));
    for (String name : candidates) {
      Optional<AVCodec> codec = find(name);
      if (codec.isPresent()) {
        return codec.get();
      }
    }
    throw new MediaException(
        "this build of FFmpeg has no video encoder "
            + String.join(" or ", candidates)
            + "; it has "
            + available()
            + " (pass another with --encoder)");
  }

  private static List<String> forFile(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    List<String> candidates = BY_EXTENSION.get(name.substring(name.lastIndexOf('.') + 1));
    if (candidates == null) {
      throw new MediaException(
          file
              + ": don't know this kind of file; use .mp4, .m4v, .mov, .mkv, .webm, or a numbered"
              + " picture such as frames/%05d.png");
    }
    return candidates;
  }

  /** A video encoder by its name, if this build has it. */
  static Optional<AVCodec> find(String name) {
    AVCodec codec = avcodec_find_encoder_by_name(name);
    return codec == null || codec.isNull() || codec.type() != AVMEDIA_TYPE_VIDEO
        ? Optional.empty()
        : Optional.of(codec);
  }

  private static String available() {
    List<String> known =
        List.of("libx264", "libopenh264", "libvpx-vp9", "libsvtav1", "libaom-av1", "mpeg4");
    return String.join(", ", known.stream().filter(name -> find(name).isPresent()).toList());
  }
}
