package dev.frameloom.edit.tokenflow;

import dev.frameloom.edit.EditException;
import dev.frameloom.edit.EditParameters;
import dev.frameloom.edit.MethodOptions;
import dev.frameloom.text.PromptSigns;
import java.util.Locale;
import java.util.Map;

/**
 * Options of TokenFlow and of the methods that it is measured against.
 *
 * @param variant how the source's structure is kept ({@code variant})
 * @param compat whose TokenFlow it is ({@code compat})
 * @param keyframes which frames are keyframes ({@code keyframes})
 * @param noise what the first step's latents are made with ({@code noise})
 * @param sampler which sampler is used ({@code sampler})
 * @param sourcePrompt what is in the source, for inversion and the source's branch ({@code
 *     source-prompt})
 * @param inversionSteps steps from picture to noise, at least those of the edit ({@code
 *     inversion-steps})
 * @param features share of the steps in which features are taken over ({@code pnp-features})
 * @param attention share of the steps in which queries and keys are ({@code pnp-attention})
 * @param control a ControlNet for Canny edges, by name or path; none where empty ({@code control})
 * @param controlScale how strongly it steers ({@code control-scale})
 */
public record TokenFlowOptions(
    Variant variant,
    Compat compat,
    KeyframeChoice keyframes,
    StartNoise noise,
    SamplerChoice sampler,
    String sourcePrompt,
    int inversionSteps,
    double features,
    double attention,
    String control,
    double controlScale) {

  /** What the published code was tuned with. */
  private static final double FEATURES = 0.8;

  private static final double ATTENTION = 0.5;

  /** As WAVE uses a ControlNet beside taken-over features. */
  private static final double CONTROL_SCALE = 0.5;

  /**
   * Reads the options of an edit.
   *
   * @throws EditException where one does not fit, or is not known
   */
  public static TokenFlowOptions of(EditParameters parameters) {
    MethodOptions given = new MethodOptions(parameters);
    TokenFlowOptions options =
        new TokenFlowOptions(
            given.choice("variant", Variant.PNP),
            given.choice("compat", Compat.STREAM),
            given.choice("keyframes", KeyframeChoice.RANDOM),
            given.choice("noise", StartNoise.INVERTED),
            given.choice("sampler", SamplerChoice.AUTO),
            given.text("source-prompt", ""),
            given.integer("inversion-steps", parameters.steps(), 1, 1000),
            given.decimal("pnp-features", FEATURES, 0, 1),
            given.decimal("pnp-attention", ATTENTION, 0, 1),
            given.text("control", ""),
            given.decimal("control-scale", CONTROL_SCALE, 0, 10));
    PromptSigns unused = given.signs(); // whoever reads the prompts asks for it
    given.requireAllKnown();
    if (options.inversionSteps < parameters.steps()) {
      throw new EditException(
          "option inversion-steps of method '%s': expected at least the %d steps of the edit, found %d"
              .formatted(parameters.method(), parameters.steps(), options.inversionSteps));
    }
    return options;
  }

  /**
   * Whether TokenFlow takes a clip as a whole, as it was published, and not window by window. An
   * option that does not fit, which {@link #of} refuses, is no such wish.
   *
   * @param options of an edit
   */
  public static boolean takesWholeClips(Map<String, String> options) {
    String compat = options.getOrDefault("compat", "").strip().toUpperCase(Locale.ROOT);
    return compat.equals(Compat.OFFICIAL.name()) || compat.equals(Compat.PAPER.name());
  }

  /** What is taken over in which steps. */
  InjectionSchedule injections(int steps, int run) {
    return variant == Variant.PNP
        ? InjectionSchedule.of(features, attention, steps, run)
        : InjectionSchedule.NEVER;
  }
}
