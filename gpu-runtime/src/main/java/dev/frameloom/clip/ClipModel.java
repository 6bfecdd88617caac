package dev.frameloom.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.Precision;
import dev.frameloom.engine.TensorList;
import dev.frameloom.image.Picture;
import dev.frameloom.text.ClipTextEncoder;
import dev.frameloom.text.ClipTokenizer;
import dev.frameloom.text.TextEncoderConfig;
import dev.frameloom.weights.ConfigReader;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.WeightFiles;
import dev.frameloom.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * CLIP with both encoders (Radford et al., 2021), of transformers' layout: ViT-B/32, B/16, L/14 and
 * others of that kind. For one thread at a time; equal arguments give equal results.
 */
public final class ClipModel implements AutoCloseable {

  private static final int PROJECTION = 512;
  private static final int END = 49407;

  /**
   * What configurations had before transformers 4.31, and did not mean: the largest id is taken.
   */
  private static final int OLD_END = 2;

  private final NDManager owner;
  private final Precision precision;
  private final ClipTokenizer tokenizer;
  private final ClipTextEncoder text;
  private final TensorList textProjection;
  private final int end;
  private final ClipVisionEncoder vision;
  private final ClipPixels pixels;

  private ClipModel(Path folder, ComputeDevice device, NDManager owner) {
    this.owner = owner;
    precision = device.precision();
    ConfigReader config = ConfigReader.read(folder.resolve("config.json"));
    config.allowOnly("model_type", "clip");
    int projection = config.number("projection_dim", PROJECTION);
    ConfigReader textPart = part(config, "text_config");
    TextEncoderConfig textConfig = TextEncoderConfig.read(textPart);
    end = textPart.number("eos_token_id", END);
    ClipVisionConfig visionConfig = ClipVisionConfig.read(part(config, "vision_config"));
    tokenizer = tokenizer(folder, textConfig);
    pixels = pixels(folder, visionConfig.image());
    try (WeightFiles files = WeightFiles.open(folder, "model")) {
      Weights weights = new Weights(files, owner, precision.dtype());
      text = new ClipTextEncoder(textConfig, weights);
      textProjection =
          weights.list(weights.tensor("text_projection.weight", projection, textConfig.size()));
      vision = new ClipVisionEncoder(visionConfig, projection, weights);
    }
  }

  /**
   * Loads a folder: {@code config.json} and {@code model.safetensors}. Its tokenizer and {@code
   * preprocessor_config.json} are used where it has them; OpenAI's are where not.
   *
   * @param device as {@link ComputeDevice#parse} takes it: {@code cpu}, {@code gpu0:fp16} …
   * @throws ModelLoadException where something is missing or does not fit
   */
  public static ClipModel open(Path folder, String device) {
    ComputeDevice compute = ComputeDevice.parse(device);
    NDManager owner = compute.newScope();
    try {
      ClipModel model = new ClipModel(folder, compute, owner);
      owner.cap();
      return model;
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  private static ConfigReader part(ConfigReader config, String name) {
    if (!config.node().path(name).isObject()) {
      throw new ModelLoadException(
          config.file() + ": missing setting " + name + ": expected CLIP with both encoders");
    }
    return new ConfigReader(config.file() + ": " + name, config.node().path(name));
  }

  private static ClipTokenizer tokenizer(Path folder, TextEncoderConfig text) {
    boolean own =
        Files.isRegularFile(folder.resolve("vocab.json"))
            || Files.isRegularFile(folder.resolve("tokenizer.json"));
    return own ? ClipTokenizer.read(folder, text.positions()) : ClipTokenizer.standard(text);
  }

  private static ClipPixels pixels(Path folder, int side) {
    Path file = folder.resolve("preprocessor_config.json");
    return Files.isRegularFile(file)
        ? ClipPixels.read(ConfigReader.read(file), side)
        : ClipPixels.standard(side);
  }

  /** The embedding of a picture of any size; its middle square is seen. */
  public ClipEmbedding embed(Picture picture) {
    try (NDManager scope = owner.newSubManager()) {
      return embedding(scope, vision.encode(scope, in(scope, pixels.of(scope, picture))));
    }
  }

  /** The embedding of a text; what does not fit 77 tokens is lost. */
  public ClipEmbedding embed(String prompt) {
    return embedTokens(tokenizer.tokenize(prompt).ids());
  }

  /** The embedding of a text by its token ids. */
  ClipEmbedding embedTokens(List<Integer> ids) {
    try (NDManager scope = owner.newSubManager()) {
      NDArray states = text.encode(scope, List.of(ids));
      return embedding(
          scope, Kernels.call(scope, "text_result", states, place(ids), textProjection));
    }
  }

  /** Where the end of a text is: the state there has seen all of it. */
  private int place(List<Integer> ids) {
    int mark = end == OLD_END ? ids.stream().mapToInt(Integer::intValue).max().orElse(0) : end;
    return Math.max(0, ids.indexOf(mark));
  }

  private NDArray in(NDManager scope, NDArray values) {
    return precision.convert(scope, values);
  }

  private static ClipEmbedding embedding(NDManager scope, NDArray result) {
    return new ClipEmbedding(Precision.FP32.convert(scope, result).toFloatArray());
  }

  /** What a picture becomes before the encoder sees it, for tests: (3, S, S). */
  float[] pixelsOf(Picture picture) {
    try (NDManager scope = owner.newSubManager()) {
      return pixels.of(scope, picture).toFloatArray();
    }
  }

  @Override
  public void close() {
    owner.close();
  }
}
