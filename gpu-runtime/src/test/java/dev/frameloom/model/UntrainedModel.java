package dev.frameloom.model;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A small model of the real layout with made-up weights, for tests of everything else. Its weights
 * are not noise: the autoencoder is a smooth low-pass, the UNet about the best linear filter, so
 * that an edit keeps what is in the picture; random attention over picture and prompt recolours it.
 * The folder says of itself that it is untrained.
 */
public final class UntrainedModel {

  private UntrainedModel() {}

  /**
   * Writes the model. Equal seeds give equal bytes of every file.
   *
   * @param folder made where missing; must be empty otherwise
   * @throws IOException where a file can't be written, or the folder is not empty
   */
  public static void write(Path folder, long seed) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new IOException(folder + " is not empty; give a folder that is, or a new one");
      }
    }
    ObjectWriter json =
        new ObjectMapper()
            .writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
    SmallTokenizer tokenizer = new SmallTokenizer();
    tokenizer.write(part(folder, "tokenizer"), json);
    config(
        json,
        part(folder, "scheduler").resolve("scheduler_config.json"),
        FullSizeConfigs.scheduler());

    Path text = part(folder, "text_encoder");
    config(json, text.resolve("config.json"), UntrainedConfigs.textEncoder(tokenizer.size()));
    WeightSketch textWeights = new WeightSketch(seed, "text_encoder");
    new UntrainedText(textWeights, tokenizer.size()).fill();
    textWeights.write(text.resolve("model.safetensors"));

    Path unet = part(folder, "unet");
    config(json, unet.resolve("config.json"), UntrainedConfigs.unet());
    WeightSketch unetWeights = new WeightSketch(seed, "unet");
    new UntrainedUNet(unetWeights).fill();
    unetWeights.write(unet.resolve("diffusion_pytorch_model.safetensors"));

    Path vae = part(folder, "vae");
    config(json, vae.resolve("config.json"), UntrainedConfigs.vae());
    WeightSketch vaeWeights = new WeightSketch(seed, "vae");
    new UntrainedVae(vaeWeights).fill();
    vaeWeights.write(vae.resolve("diffusion_pytorch_model.safetensors"));

    // last: a folder that was left half written is no model
    config(json, folder.resolve("model_index.json"), FullSizeConfigs.index());
  }

  private static Path part(Path folder, String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  private static void config(ObjectWriter json, Path file, ObjectNode node) throws IOException {
    Files.writeString(file, json.writeValueAsString(node) + "\n");
  }
}
