package dev.frameloom.lora;

import dev.frameloom.weights.FileStamp;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.Revision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a LoRA lies: one file; or PEFT's folder, whose {@code adapter_config.json} says how strong
 * the matrices of {@code adapter_model.safetensors} are; or diffusers' folder, which has the file
 * {@code pytorch_lora_weights.safetensors}.
 *
 * @param weights the file of its matrices
 * @param config what PEFT says of them, where it does
 */
public record LoraPlace(Path weights, Optional<Path> config) {

  private static final String CONFIG = "adapter_config.json";
  private static final String ADAPTER = "adapter_model.safetensors";
  private static final String PICKLE = "adapter_model.bin";
  private static final String DIFFUSERS = "pytorch_lora_weights.safetensors";

  /**
   * The LoRA of a file or folder.
   *
   * @throws ModelLoadException where a folder holds none
   */
  public static LoraPlace of(Path path) {
    if (!Files.isDirectory(path)) {
      return path.endsWith(ADAPTER) && hasConfig(path)
          ? new LoraPlace(path, Optional.of(path.resolveSibling(CONFIG)))
          : new LoraPlace(path, Optional.empty());
    }
    if (Files.isRegularFile(path.resolve(CONFIG))) {
      if (!Files.isRegularFile(path.resolve(ADAPTER))
          && Files.isRegularFile(path.resolve(PICKLE))) {
        throw new ModelLoadException(
            "%s has its weights as a pickle, %s, which is read by importing alone: `frameloom models import %s --name NAME`"
                .formatted(path, PICKLE, path));
      }
      return new LoraPlace(path.resolve(ADAPTER), Optional.of(path.resolve(CONFIG)));
    }
    if (Files.isRegularFile(path.resolve(DIFFUSERS))) {
      return new LoraPlace(path.resolve(DIFFUSERS), Optional.empty());
    }
    throw new ModelLoadException(
        "no LoRA in the folder %s: expected %s with %s, or %s"
            .formatted(path, CONFIG, ADAPTER, DIFFUSERS));
  }

  /** Whether a folder is one of PEFT's or diffusers' for a LoRA. */
  public static boolean isFolder(Path path) {
    return Files.isRegularFile(path.resolve(CONFIG))
        || Files.isRegularFile(path.resolve(DIFFUSERS));
  }

  /** What a path is a part of: PEFT's folder for the file of weights in it; else the path. */
  public static Path whole(Path path) {
    boolean part = path.endsWith(ADAPTER) || path.endsWith(PICKLE);
    return part && hasConfig(path) ? path.toAbsolutePath().getParent() : path;
  }

  private static boolean hasConfig(Path file) {
    return Files.isRegularFile(file.resolveSibling(CONFIG));
  }

  /** All files that say something. */
  public List<Path> files() {
    return Stream.concat(Stream.of(weights), config.stream()).toList();
  }

  /** The files as they are now. */
  List<FileStamp> stamps() {
    return files().stream().map(FileStamp::of).toList();
  }

  /** SHA-256 of the file; where there is a configuration, over both. */
  public String revision() {
    return config.isEmpty()
        ? Revision.of(weights)
        : Revision.of(weights.toAbsolutePath().getParent(), files());
  }
}
