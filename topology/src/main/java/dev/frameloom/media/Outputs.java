package dev.frameloom.media;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a command reads and what it writes, compared before anything is opened for writing, so that
 * no output takes the place of an input or of another output. Only files of this machine are
 * compared: what a network address leads to is not known.
 */
public final class Outputs {

  private record Input(String what, Path file) {}

  private final List<Input> inputs = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();

  /**
   * A source of frames is read, which may be many files.
   *
   * @param what it is, for messages: "the input"
   * @throws MediaException if it names no source
   */
  public Outputs readsVideo(String what, String location) {
    LocationFiles.of(location).forEach(file -> inputs.add(new Input(what, file)));
    return this;
  }

  /** A file is read, or files of a folder. */
  public Outputs reads(String what, Path file) {
    inputs.add(new Input(what, file));
    return this;
  }

  /** A file is written. */
  public Outputs writes(String flag, Path file) {
    outputs.add(new Output(flag, file, Optional.empty()));
    return this;
  }

  /** A file may be written. */
  public Outputs writes(String flag, Optional<Path> file) {
    file.ifPresent(it -> writes(flag, it));
    return this;
  }

  /** A video is written, or numbered pictures. */
  public Outputs writesVideo(String flag, Path file) {
    Optional<NumberedName> pictures =
        NumberedName.isOne(file) ? Optional.of(NumberedName.parse(file)) : Optional.empty();
    outputs.add(new Output(flag, file, pictures));
    return this;
  }

  /**
   * Compares all of it, and looks whether the outputs can be written.
   *
   * @throws MediaException that names the output, and what it would take the place of
   */
  public void check() {
    for (int i = 0; i < outputs.size(); i++) {
      Output output = outputs.get(i);
      Set<Object> hit = output.existing().map(SameFile::key).collect(Collectors.toSet());
      for (Input input : inputs) {
        if (hit.contains(SameFile.key(input.file())) || output.isInside(input.file())) {
          throw new MediaException(
              output
                  + " would take the place of "
                  + input.what()
                  + " "
                  + input.file()
                  + "; nothing was touched: name another file");
        }
      }
      for (Output other : outputs.subList(0, i)) {
        if (other.hits(output) || output.hits(other)) {
          throw new MediaException(
              other + " and " + output + " are one file; nothing was touched: name another");
        }
      }
    }
    outputs.forEach(output -> OutputFiles.requireWritable(output.first()));
  }

  private record Output(String flag, Path file, Optional<NumberedName> pictures) {

    Path first() {
      return pictures.map(it -> it.numbered(0)).orElse(file);
    }

    /** What is there that would be replaced. */
    Stream<Path> existing() {
      return pictures.map(it -> it.existing().stream()).orElse(Stream.of(file));
    }

    /** A file that is there, in a folder that is read. */
    boolean isInside(Path folder) {
      return pictures.isEmpty()
          && Files.isDirectory(folder)
          && Files.isRegularFile(file)
          && SameFile.resolved(file).startsWith(SameFile.resolved(folder));
    }

    boolean hits(Output other) {
      if (SameFile.resolved(file).startsWith("/dev") || other.pictures.isPresent()) {
        return false; // what is thrown away can be thrown away twice
      }
      if (pictures.isEmpty()) {
        return SameFile.same(file, other.file);
      }
      NumberedName names = pictures.get();
      return names.number(other.file).stream()
              .anyMatch(it -> SameFile.same(names.numbered(it), other.file))
          || existing().anyMatch(it -> SameFile.same(it, other.file));
    }

    @Override
    public String toString() {
      return flag + " " + file;
    }
  }
}
