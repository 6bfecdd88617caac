package dev.frameloom.cli;

import dev.frameloom.avro.GapPolicy;
import dev.frameloom.config.Config;
import dev.frameloom.config.ConfigException;
import dev.frameloom.config.NamedValues;
import dev.frameloom.config.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Flags that say how to edit. */
final class EditFlags {

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      defaultValue = "",
      description =
          "What the result should look like. (word:1.3), (word), [word] and BREAK weigh words as in"
              + " the common web interfaces; --option prompt-signs=literal takes them as they are.")
  String prompt;

  @Option(
      names = "--negative-prompt",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What it should not look like; counts with a guidance scale other than 1.")
  String negativePrompt;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description =
          "live, tokenflow, extended-attention, per-frame, or none for identity. Each has its own"
              + " defaults of steps, strength, guidance and keyframes; over those go what the model"
              + " recommends for it (`models inspect`).")
  private String method;

  @Option(
      names = "--model",
      paramLabel = "NAME|FOLDER",
      description =
          "A name of `models list`, or the path of a diffusers folder or safetensors file; where"
              + " none is said, the small one that ships with Frameloom.")
  private String model;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the noise.")
  private Long seed;

  @Option(names = "--steps", paramLabel = "N", description = "Diffusion steps of the schedule.")
  private Integer steps;

  @Option(names = "--strength", paramLabel = "0..1", description = "How far the source is noised.")
  private Double strength;

  @Option(
      names = "--guidance",
      paramLabel = "SCALE",
      description = "Classifier-free guidance scale; 1 switches it off.")
  private Double guidance;

  @Option(
      names = "--keyframe-interval",
      paramLabel = "N",
      description = "Frames from one keyframe to the next.")
  private Integer keyframeInterval;

  @Option(
      names = "--window-keyframes",
      paramLabel = "N",
      description = "Keyframes of a window, both boundaries counted.")
  private Integer windowKeyframes;

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description =
          "An option that only the method knows, over that of edit.options. May be repeated.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Option(
      names = "--scene-cut",
      paramLabel = "LEVEL",
      description = "Grey-level difference that makes a scene cut; 0: none.")
  private Double sceneCut;

  @Option(
      names = "--gap-policy",
      paramLabel = "POLICY",
      description = "Fills lost frames: ${COMPLETION-CANDIDATES}.")
  private GapPolicy gapPolicy;

  @Option(names = "--lossless", description = "Edited frames travel as PNG and not as JPEG.")
  private boolean lossless;

  /** The configuration, with these flags over what it says. */
  Config config(CommonOptions common) {
    common
        .flag(Settings.METHOD, method)
        .flag(Settings.MODEL, model)
        .flag(Settings.SEED, seed)
        .flag(Settings.STEPS, steps)
        .flag(Settings.STRENGTH, strength)
        .flag(Settings.GUIDANCE, guidance)
        .flag(Settings.KEYFRAME_INTERVAL, keyframeInterval)
        .flag(Settings.WINDOW_KEYFRAMES, windowKeyframes)
        .flag(Settings.SCENE_CUT, sceneCut)
        .flag(Settings.GAP_POLICY, gapPolicy)
        .flag(Settings.OUTPUT_ENCODING, lossless ? "png" : null);
    Config config = common.config();
    return options.isEmpty()
        ? config
        : config.with(Settings.OPTIONS, config.get(Settings.OPTIONS).with(named()));
  }

  private NamedValues named() {
    try {
      return new NamedValues(options);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("--option: " + e.getMessage());
    }
  }
}
