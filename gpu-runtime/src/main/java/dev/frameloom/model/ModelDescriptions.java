package dev.frameloom.model;

import dev.frameloom.lora.LoraScale;
import dev.frameloom.model.ModelReference.Lora;
import dev.frameloom.weights.ModelFiles;
import dev.frameloom.weights.Revision;
import java.util.List;

/** Descriptions of models on disk. */
final class ModelDescriptions {

  private static final String ENDING = ".safetensors";

  private ModelDescriptions() {}

  static ModelDescription of(ModelFiles files) {
    return new ModelDescription(files.name(), files.revision(), files.trained());
  }

  /**
   * A model with LoRAs on: named as an edit would refer to it, and of a revision of its own.
   *
   * @param revisions of the LoRAs' files
   */
  static ModelDescription adapted(
      ModelDescription base, List<LoraScale> loras, List<String> revisions) {
    if (loras.isEmpty()) {
      return base;
    }
    StringBuilder name = new StringBuilder(new ModelReference(base.name(), List.of()).toString());
    StringBuilder whole = new StringBuilder(base.revision());
    for (int i = 0; i < loras.size(); i++) {
      double scale = loras.get(i).scale();
      name.append('+').append(new Lora(name(loras.get(i)), scale));
      whole.append('+').append(revisions.get(i)).append('@').append(scale);
    }
    return new ModelDescription(name.toString(), Revision.of(whole.toString()), base.trained());
  }

  private static String name(LoraScale lora) {
    String file = lora.file().getFileName().toString();
    return file.endsWith(ENDING) ? file.substring(0, file.length() - ENDING.length()) : file;
  }
}
