package dev.frameloom.model;

import dev.frameloom.engine.Precision;
import dev.frameloom.schedule.NoiseSchedule;
import dev.frameloom.schedule.SigmaSpacing;
import dev.frameloom.text.TextEncoderConfig;
import dev.frameloom.unet.UNetConfig;
import dev.frameloom.vae.CodecConfig;
import dev.frameloom.weights.ConfigReader;
import dev.frameloom.weights.ModelFiles;
import dev.frameloom.weights.WeightFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a model on disk holds, from its configurations and the headers of its weights: nothing is
 * loaded.
 *
 * @param description name, revision, trained or not
 * @param parts text encoder, UNet, autoencoder
 * @param prediction {@code epsilon} or {@code v_prediction}
 * @param sampler which one is taken where none is chosen, and the scheduler that it stands for
 * @param unet shape of the UNet
 * @param vae shape of the autoencoder
 * @param assumptions what nothing in the files says and was taken to be so
 */
public record ModelInspection(
    ModelDescription description,
    List<Part> parts,
    String prediction,
    String sampler,
    UNetConfig unet,
    CodecConfig vae,
    List<String> assumptions) {

  /**
   * A part of a model.
   *
   * @param name folder
   * @param architecture in words
   * @param parameters numbers in its weights
   */
  public record Part(String name, String architecture, long parameters) {}

  public ModelInspection {
    parts = List.copyOf(parts);
    assumptions = List.copyOf(assumptions);
  }

  /**
   * Looks at a model.
   *
   * @throws dev.frameloom.weights.ModelLoadException where it is no model that can be loaded
   */
  public static ModelInspection inspect(Path path) {
    ModelFiles model = ModelFiles.open(path);
    return inspect(model, model.revision());
  }

  /** The same with a revision that is known already: to compute it, all files are read. */
  public static ModelInspection inspect(ModelFiles model, String revision) {
    TextEncoderConfig text = TextEncoderConfig.read(model.config("text_encoder"));
    UNetConfig unet = UNetConfig.read(model.config("unet"));
    CodecConfig vae = CodecConfig.read(model.config("vae"));
    String textShape =
        "CLIP, %d layers, %d heads, size %d, %s"
            .formatted(
                text.layers(), text.heads(), text.size(), text.quickGelu() ? "quick GELU" : "GELU");
    String unetShape =
        "channels %s, %d layers a level, heads %s, context %d"
            .formatted(unet.channels(), unet.layers(), unet.heads(), unet.contextSize());
    String vaeShape =
        "channels %s, %d latent channels, factor %d"
            .formatted(vae.channels(), vae.latentChannels(), vae.factor());
    return new ModelInspection(
        new ModelDescription(model.name(), revision, model.trained()),
        List.of(
            part(model, "text_encoder", textShape),
            part(model, "unet", unetShape),
            part(model, "vae", vaeShape)),
        model.schedulerConfig().text("prediction_type", "epsilon"),
        sampler(model.schedulerConfig()),
        unet,
        vae,
        model.assumptions());
  }

  private static String sampler(ConfigReader config) {
    NoiseSchedule schedule = NoiseSchedule.read(config);
    String preferred = schedule.preferred().name().toLowerCase(Locale.ROOT).replace('_', '-');
    if (schedule.preferred().takesSigmas() && schedule.sigmaSpacing() != SigmaSpacing.EVEN) {
      preferred += " with " + schedule.sigmaSpacing().name().toLowerCase(Locale.ROOT) + " sigmas";
    }
    String named = config.text("_class_name", "");
    String text = named.isEmpty() ? preferred : preferred + ", for " + named;
    return schedule.notes().isEmpty() ? text : text + ": " + String.join("; ", schedule.notes());
  }

  private static Part part(ModelFiles model, String name, String architecture) {
    try (WeightFiles files = model.weights(name)) {
      long parameters = files.counts().values().stream().mapToLong(Long::longValue).sum();
      return new Part(name, architecture, parameters);
    }
  }

  /** Numbers in all weights. */
  public long parameters() {
    return parts.stream().mapToLong(Part::parameters).sum();
  }

  /** What memory the model takes in a precision, for {@link MemoryPlan}. */
  public ModelFootprint footprint(Precision precision) {
    return new ModelFootprint(unet, vae, parameters(), precision);
  }
}
