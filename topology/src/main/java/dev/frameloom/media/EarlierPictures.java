package dev.frameloom.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The pictures of a sequence that were there before. New ones wait in a folder beside them until
 * they are complete. Where none were there, nothing waits.
 */
final class EarlierPictures {

  private final NumberedName names;
  private final long[] numbers;
  private final Path waiting;

  EarlierPictures(NumberedName names) {
    this.names = names;
    this.numbers =
        names.existing().stream()
            .mapToLong(file -> names.number(file).orElseThrow())
            .sorted()
            .toArray();
    this.waiting = numbers.length == 0 ? names.folder() : scratch(names);
  }

  private static Path scratch(NumberedName names) {
    Path folder = names.folder().resolve(ResultFile.scratchName(""));
    try {
      Files.createDirectory(folder);
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new MediaException(names + " can't be written: " + OutputFiles.reason(e), e);
    }
  }

  /** Where a new picture is written. */
  Path placeOf(long number) {
    Path file = waiting.resolve(names.numbered(number).getFileName());
    if (numbers.length > 0) {
      // of a process that is ended in the middle
      file.toFile().deleteOnExit();
    }
    return file;
  }

  /**
   * The new pictures are complete: they take the place of the earlier ones.
   *
   * @param count so many are new
   * @return what a user should know of those that are left
   */
  List<String> replace(long count) {
    if (numbers.length == 0) {
      return List.of();
    }
    for (long number = 0; number < count; number++) {
      Path from = placeOf(number);
      try {
        Files.move(from, names.numbered(number), StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new MediaException(
            "%s can't be put in its place: %s; it and the later ones are in %s"
                .formatted(names.numbered(number), OutputFiles.reason(e), waiting),
            e);
      }
    }
    removeWaiting();
    long last = numbers[numbers.length - 1];
    return last < count
        ? List.of()
        : List.of(
            "pictures of an earlier run are left, up to %s: this run wrote %d"
                .formatted(names.numbered(last).getFileName(), count));
  }

  /**
   * The new pictures are a part, of work that failed.
   *
   * @throws MediaException that says where they are, if there are any and earlier ones too
   */
  void keepBeside(long count) {
    if (numbers.length == 0) {
      return;
    }
    if (count == 0) {
      removeWaiting();
      return;
    }
    String stem = names.before().replaceAll("[-_. ]+$", "");
    Path part = ResultFile.free(names.folder().resolve(stem.isEmpty() ? "pictures" : stem));
    try {
      Files.move(waiting, part);
    } catch (IOException e) {
      part = waiting;
    }
    throw new MediaException(
        "the %d pictures that were written are in %s; those of %s are as they were"
            .formatted(count, part, names));
  }

  private void removeWaiting() {
    try {
      Files.delete(waiting);
    } catch (IOException e) {
      throw new MediaException(waiting + " can't be removed: " + OutputFiles.reason(e), e);
    }
  }
}
