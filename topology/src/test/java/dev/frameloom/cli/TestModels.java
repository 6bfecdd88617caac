package dev.frameloom.cli;

import dev.frameloom.model.UntrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A tiny untrained model, made once for all tests of the process. */
public final class TestModels {

  private static Path root;

  private TestModels() {}

  /** A folder of models with one named tiny. */
  public static synchronized Path root() {
    try {
      if (root == null) {
        Path created = Files.createDirectories(Path.of("target", "test-models"));
        root = Files.createTempDirectory(created.toAbsolutePath(), "models");
        UntrainedModel.write(root.resolve("tiny"), 0);
      }
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of the model. */
  public static Path model() {
    return root().resolve("tiny");
  }

  /** Flags that make a command use it. */
  static List<String> flags() {
    return List.of("--set", "models.dir=" + root(), "--set", "edit.model=tiny");
  }

  /** A copy of the model, to be damaged. */
  static Path copy(Path target) throws IOException {
    Path model = model();
    try (Stream<Path> files = Files.walk(model)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(model.relativize(file).toString()));
      }
    }
    return target;
  }
}
