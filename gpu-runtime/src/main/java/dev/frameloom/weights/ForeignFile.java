package dev.frameloom.weights;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Files that are given where safetensors are expected, told by their names and first bytes. */
public final class ForeignFile {

  /** As many first bytes as are looked at. */
  static final int HEAD = 16;

  private static final List<String> PICKLES =
      List.of(".bin", ".ckpt", ".pickle", ".pkl", ".pt", ".pth");

  private static final int PROTOCOL = 0x80;

  private ForeignFile() {}

  /** Whether a name is one that pickles have. */
  public static boolean isPickle(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return PICKLES.stream().anyMatch(lower::endsWith);
  }

  /** Why a pickle is not read where it lies, and how it is brought to be. */
  public static ModelLoadException pickle(Path file) {
    return new ModelLoadException(
        file
            + " is a pickle checkpoint and is refused where it lies: only importing reads pickles,"
            + " and of them the tensors alone. Convert it with `frameloom models import "
            + whole(file)
            + " --name NAME`, or fetch a safetensors file from where the model comes from");
  }

  /** The folder of the model that a file is a part of; else the file. */
  private static Path whole(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (Files.isRegularFile(folder.resolveSibling("model_index.json"))) {
      return folder.getParent();
    }
    return Files.isRegularFile(folder.resolve("config.json")) ? folder : file;
  }

  /**
   * What a file is that is no safetensors file.
   *
   * @param head its first bytes
   */
  static Optional<ModelLoadException> recognize(Path file, byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (isPickle(file.getFileName().toString())
        || text.startsWith("PK\u0003\u0004")
        || (head.length > 1 && (head[0] & 0xFF) == PROTOCOL && head[1] >= 2 && head[1] <= 5)) {
      return Optional.of(pickle(file));
    }
    return noTensors(file, head);
  }

  /**
   * What a file is that is nothing with tensors.
   *
   * @param head its first bytes
   */
  public static Optional<ModelLoadException> noTensors(Path file, byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("version https://")) {
      return Optional.of(
          refused(file, "a pointer of Git LFS and not what it points to. Fetch it: git lfs pull"));
    }
    if (text.startsWith("GGUF")) {
      return Optional.of(refused(file, "a GGUF file of quantised weights, which is not read"));
    }
    String start = text.stripLeading().toLowerCase(Locale.ROOT);
    if (start.startsWith("<!doc") || start.startsWith("<html") || start.startsWith("<?xml")) {
      return Optional.of(
          refused(file, "a web page: whoever fetched it was not let in. Fetch it again"));
    }
    if (start.startsWith("{")) {
      return Optional.of(refused(file, "a JSON file; expected the file of weights beside it"));
    }
    return Optional.empty();
  }

  private static ModelLoadException refused(Path file, String what) {
    return new ModelLoadException(file + " is no file of tensors but " + what);
  }
}
