package dev.frameloom.edit;

import java.nio.file.Path;

/** Finds the folder of a model by the name that an edit gives. */
@FunctionalInterface
public interface ModelLocator {

  /**
   * The diffusers folder of a model.
   *
   * @throws dev.frameloom.weights.ModelLoadException if there is none of this name; the message
   *     says where it was looked for
   */
  Path locate(String model);
}
