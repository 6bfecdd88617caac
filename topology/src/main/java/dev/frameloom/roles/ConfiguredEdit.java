package dev.frameloom.roles;

import dev.frameloom.avro.EditSpec;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.config.Settings;
import dev.frameloom.edit.EditException;
import dev.frameloom.edit.RegisteredMethod;

/** Makes edit records from the configuration. */
public final class ConfiguredEdit {

  private ConfiguredEdit() {}

  /**
   * An edit as the {@code edit.*} properties say.
   *
   * @throws ConfigException where there is no such method
   */
  public static EditSpec of(
      Config config,
      String streamId,
      String editId,
      int revision,
      String prompt,
      String negativePrompt) {
    requireMethod(config.get(Settings.METHOD));
    return EditSpec.newBuilder()
        .setStreamId(streamId)
        .setEditId(editId)
        .setRevision(revision)
        .setPrompt(prompt)
        .setNegativePrompt(negativePrompt)
        .setMethod(config.get(Settings.METHOD))
        .setModel(config.get(Settings.MODEL))
        .setSeed(config.get(Settings.SEED))
        .setSteps(config.get(Settings.STEPS))
        .setStrength(config.get(Settings.STRENGTH))
        .setGuidanceScale(config.get(Settings.GUIDANCE))
        .setKeyframeInterval(config.get(Settings.KEYFRAME_INTERVAL))
        .setWindowKeyframes(config.get(Settings.WINDOW_KEYFRAMES))
        .setSceneCutThreshold(config.get(Settings.SCENE_CUT))
        .setGraceFrames(config.get(Settings.GRACE_FRAMES))
        .setMaxDelayMs(config.get(Settings.MAX_DELAY))
        .setGapPolicy(config.get(Settings.GAP_POLICY))
        .setGapDeadlineMs(config.get(Settings.GAP_DEADLINE))
        .setOutputEncoding(config.get(Settings.OUTPUT_ENCODING))
        .setOutputQuality(config.get(Settings.OUTPUT_QUALITY))
        .build();
  }

  private static void requireMethod(String method) {
    try {
      RegisteredMethod.byId(method);
    } catch (EditException e) {
      throw new ConfigException("edit.method (--method): " + e.getMessage());
    }
  }
}
