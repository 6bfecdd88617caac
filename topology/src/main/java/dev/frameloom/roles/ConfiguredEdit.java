package dev.frameloom.roles;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.config.Settings;
import dev.frameloom.edit.EditException;
import dev.frameloom.edit.RegisteredMethod;
import dev.frameloom.editing.RequestedEdit;
import dev.frameloom.windowing.EditSpecs;

/** Makes edit records from the configuration. */
public final class ConfiguredEdit {

  private ConfiguredEdit() {}

  /**
   * An edit as the {@code edit.*} properties say; what nobody set is as the model recommends it, or
   * else as the method has it ({@link ModelConfig}): the edit carries the values.
   *
   * @throws ConfigException where there is no such method, where it does not know an option or what
   *     the option is set to, and where windowing would refuse the edit
   */
  public static EditSpec of(
      Config config,
      String streamId,
      String editId,
      int revision,
      String prompt,
      String negativePrompt) {
    Config own = ModelConfig.resolved(config);
    EditSpec edit =
        EditSpec.newBuilder()
            .setStreamId(streamId)
            .setEditId(editId)
            .setRevision(revision)
            .setPrompt(prompt)
            .setNegativePrompt(negativePrompt)
            .setMethod(own.get(Settings.METHOD))
            .setModel(own.get(Settings.MODEL))
            .setSeed(own.get(Settings.SEED))
            .setSteps(own.get(Settings.STEPS))
            .setStrength(own.get(Settings.STRENGTH))
            .setGuidanceScale(own.get(Settings.GUIDANCE))
            .setKeyframeInterval(own.get(Settings.KEYFRAME_INTERVAL))
            .setWindowKeyframes(own.get(Settings.WINDOW_KEYFRAMES))
            .setSceneCutThreshold(own.get(Settings.SCENE_CUT))
            .setGraceFrames(own.get(Settings.GRACE_FRAMES))
            .setMaxDelayMs(own.get(Settings.MAX_DELAY))
            .setGapPolicy(own.get(Settings.GAP_POLICY))
            .setGapDeadlineMs(own.get(Settings.GAP_DEADLINE))
            .setOutputEncoding(own.get(Settings.OUTPUT_ENCODING))
            .setOutputQuality(own.get(Settings.OUTPUT_QUALITY))
            .setOptions(own.get(Settings.OPTIONS).byName())
            .build();
    requireInRange(edit);
    requireKnownOptions(MethodConfig.method(config), edit);
    return edit;
  }

  private static void requireInRange(EditSpec edit) {
    EditSpecs.problem(edit)
        .ifPresent(
            problem -> {
              throw new ConfigException("the edit can't be made: " + problem);
            });
  }

  private static void requireKnownOptions(RegisteredMethod method, EditSpec edit) {
    try {
      method.check(RequestedEdit.parameters(edit));
    } catch (EditException e) {
      throw new ConfigException("edit.options (--option): " + e.getMessage());
    }
    try {
      method.checkPrompts(RequestedEdit.parameters(edit));
    } catch (EditException e) {
      throw new ConfigException("the edit can't be made: " + e.getMessage());
    }
  }
}
