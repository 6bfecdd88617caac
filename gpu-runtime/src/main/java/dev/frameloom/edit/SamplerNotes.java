package dev.frameloom.edit;

import dev.frameloom.model.DiffusionModel;
import dev.frameloom.schedule.SamplerKind;
import java.util.ArrayList;
import java.util.List;

/** Says where an edit is not sampled as the model's configuration has it. */
final class SamplerNotes {

  private SamplerNotes() {}

  static List<String> of(DiffusionModel model, RegisteredMethod method, EditParameters parameters) {
    List<String> notes = new ArrayList<>(model.schedule().notes());
    SamplerKind preferred = model.schedule().preferred();
    boolean inverts = method != RegisteredMethod.NONE && method != RegisteredMethod.LIVE;
    boolean followed = preferred == SamplerKind.DDIM || preferred == SamplerKind.LCM;
    if (inverts && !followed && !parameters.options().containsKey("sampler")) {
      notes.add(
          "the model is made for the sampler %s; method '%s' takes ddim, which inversion inverts"
              .formatted(MethodOptions.nameOf(preferred), method.id()));
    }
    return notes;
  }
}
