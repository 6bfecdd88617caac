package dev.frameloom.lora;

import java.nio.file.Path;

/**
 * A LoRA and how much of it.
 *
 * @param file safetensors file, or a folder as {@link LoraPlace} knows them
 * @param scale 1 for the LoRA as it was trained, 0 for nothing of it; negative for its opposite
 */
public record LoraScale(Path file, double scale) {

  public LoraScale {
    if (!Float.isFinite((float) scale)) {
      throw new IllegalArgumentException(
          "scale of " + file + ": expected a number, found " + scale);
    }
  }
}
