package dev.frameloom.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Video files of a folder, told by the endings of their names. */
public final class ClipFiles {

  private static final Set<String> ENDINGS =
      Set.of("mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "ts", "ogv", "flv", "wmv");

  private ClipFiles() {}

  /**
   * The clips in a folder, not in those below it, in the order people count; of a file, the file.
   *
   * @throws MediaException where there are none
   */
  public static List<Path> in(Path folder) {
    if (Files.isRegularFile(folder)) {
      return List.of(folder);
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> clips =
          files
              .filter(Files::isRegularFile)
              .filter(ClipFiles::isClip)
              .sorted(NaturalOrder.PATHS)
              .toList();
      if (clips.isEmpty()) {
        throw new MediaException(
            folder + ": no clips are there; expected files as clip.mp4, .mov, .mkv or .webm");
      }
      return clips;
    } catch (IOException e) {
      throw new MediaException(
          folder + ": expected a folder of clips, or a clip, found neither", e);
    }
  }

  private static boolean isClip(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }
}
