package dev.frameloom.restyle;

import dev.frameloom.config.Config;
import dev.frameloom.config.Settings;
import dev.frameloom.media.Outputs;
import dev.frameloom.model.ModelReference;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a run reads and writes. */
final class RestyleFiles {

  private RestyleFiles() {}

  /**
   * Compares all of it before anything is opened.
   *
   * @throws dev.frameloom.media.MediaException where an output can't be written, or would take the
   *     place of something that is read
   */
  static void check(RestyleRequest request, Config config) {
    Outputs outputs =
        new Outputs()
            .readsVideo("the input", request.input())
            .writesVideo("--out", request.out())
            .writes("--contact-sheet", request.contactSheet())
            .writes("--report", request.report());
    readModel(outputs, config.get(Settings.MODEL));
    outputs.check();
  }

  /** Where a model is named by its path. */
  private static void readModel(Outputs outputs, String model) {
    ModelReference reference = ModelReference.parse(model);
    readIfThere(outputs, reference.base());
    reference.loras().forEach(lora -> readIfThere(outputs, lora.name()));
  }

  private static void readIfThere(Outputs outputs, String model) {
    Path path = Path.of(model);
    if (!model.isBlank() && Files.exists(path)) {
      outputs.reads("the model", path);
    }
  }
}
