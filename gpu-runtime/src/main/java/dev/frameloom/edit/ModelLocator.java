package dev.frameloom.edit;

import java.nio.file.Path;

/** Finds models by the names that an edit's {@link dev.frameloom.model.ModelReference} gives. */
@FunctionalInterface
public interface ModelLocator {

  /**
   * The diffusers folder or single file of a model.
   *
   * @throws dev.frameloom.weights.ModelLoadException if there is none of this name; the message
   *     says where it was looked for
   */
  Path locate(String model);

  /**
   * The file of a LoRA. Where nothing else is said, LoRAs are found as models are.
   *
   * @throws dev.frameloom.weights.ModelLoadException as {@link #locate}
   */
  default Path locateLora(String lora) {
    return locate(lora);
  }
}
