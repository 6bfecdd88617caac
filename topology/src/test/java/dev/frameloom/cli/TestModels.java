package dev.frameloom.cli;

import dev.frameloom.roles.UntrainedModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The small untrained model, made once for all tests of the process. */
public final class TestModels {

  private static Path root;

  private TestModels() {}

  /** A folder of models with one named default. */
  public static synchronized Path root() {
    try {
      if (root == null) {
        Path created = Files.createDirectories(Path.of("target", "test-models"));
        root = Files.createTempDirectory(created.toAbsolutePath(), "models");
        UntrainedModels.create(root.resolve("default"), 0);
      }
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Flags that make a command use them. */
  static List<String> flags() {
    return List.of("--set", "models.dir=" + root());
  }

  /** A copy of the model, to be damaged. */
  static Path copy(Path target) throws IOException {
    Path model = root().resolve("default");
    try (Stream<Path> files = Files.walk(model)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(model.relativize(file).toString()));
      }
    }
    return target;
  }
}
