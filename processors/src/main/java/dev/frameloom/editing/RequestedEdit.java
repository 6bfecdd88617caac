package dev.frameloom.editing;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.edit.EditParameters;

/** What an edit's record asks of the editor. */
public final class RequestedEdit {

  private RequestedEdit() {}

  /**
   * The part of an edit that its method is given.
   *
   * @throws IllegalArgumentException where a value is out of its range
   */
  public static EditParameters parameters(EditSpec edit) {
    return new EditParameters(
        edit.getMethod(),
        edit.getModel(),
        edit.getPrompt(),
        edit.getNegativePrompt(),
        edit.getSeed(),
        edit.getSteps(),
        edit.getStrength(),
        edit.getGuidanceScale(),
        edit.getOptions());
  }
}
