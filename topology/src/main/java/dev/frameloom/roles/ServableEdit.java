package dev.frameloom.roles;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.model.ModelReference;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks ahead at what a service will say of the models that an edit names. */
public final class ServableEdit {

  /** Option of methods that names a ControlNet. */
  private static final String CONTROL = "control";

  private ServableEdit() {}

  /**
   * Refuses an edit that the editing role would refuse whatever models it has.
   *
   * @throws ConfigException that says why
   */
  public static void require(Config config, EditSpec edit) {
    List<Path> allowed = NamedModels.allowedFolders(config);
    names(edit)
        .forEach(
            (name, kind) ->
                NamedModels.refusal(kind, name, allowed)
                    .ifPresent(
                        why -> {
                          throw new ConfigException(why);
                        }));
  }

  private static Map<String, String> names(EditSpec edit) {
    Map<String, String> names = new LinkedHashMap<>();
    ModelReference reference;
    try {
      reference = ModelReference.parse(edit.getModel());
    } catch (IllegalArgumentException e) {
      throw new ConfigException("edit.model (--model): " + e.getMessage());
    }
    names.put(reference.base(), "model");
    reference.loras().forEach(lora -> names.put(lora.name(), "LoRA"));
    String control = edit.getOptions().getOrDefault(CONTROL, "");
    if (!control.isEmpty()) {
      names.put(control, "ControlNet");
    }
    return names;
  }
}
