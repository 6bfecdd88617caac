package dev.frameloom.weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a checkpoint's UNet predicts, noise or velocity: no shape tells. In this order: the file of
 * settings beside it, LDM's configuration beside it, a mark among the tensors, the metadata, and a
 * guess.
 *
 * @param type {@code epsilon} or {@code v_prediction}
 * @param why where that is from, for people
 * @param guessed whether nothing says it
 */
record CheckpointPrediction(String type, String why, boolean guessed) {

  private static final String NOISE = "epsilon";
  private static final String VELOCITY = "v_prediction";

  /** Above it, Stable Diffusion 2 was trained to predict velocity. */
  private static final double SPREAD = 0.09;

  static CheckpointPrediction of(SafetensorsFile file, LdmUNetShape unet, CheckpointSettings said) {
    Path path = file.file();
    Optional<String> chosen = said.text("prediction_type");
    if (chosen.isPresent()) {
      return new CheckpointPrediction(
          chosen.get(), "says " + CheckpointSettings.beside(path).getFileName(), false);
    }
    if (said.parameterization().isPresent()) {
      boolean velocity = said.parameterization().get().equals("v");
      return new CheckpointPrediction(
          velocity ? VELOCITY : NOISE, "says the YAML file beside it", false);
    }
    if (file.tensors().containsKey("v_pred")) {
      return new CheckpointPrediction(VELOCITY, "says the tensor v_pred", false);
    }
    return fromMetadata(file.metadata()).orElseGet(() -> guess(file, unet));
  }

  private static Optional<CheckpointPrediction> fromMetadata(Map<String, String> metadata) {
    String prediction = metadata.getOrDefault("modelspec.prediction_type", "");
    String architecture = metadata.getOrDefault("modelspec.architecture", "");
    if (prediction.equals("v") || prediction.equals(VELOCITY)) {
      return Optional.of(new CheckpointPrediction(VELOCITY, "says its metadata", false));
    }
    if (prediction.equals(NOISE)) {
      return Optional.of(new CheckpointPrediction(NOISE, "says its metadata", false));
    }
    if (architecture.startsWith("stable-diffusion-v2-768-v")) {
      return Optional.of(new CheckpointPrediction(VELOCITY, "says its metadata", false));
    }
    if (architecture.startsWith("stable-diffusion-v")) {
      return Optional.of(new CheckpointPrediction(NOISE, "says its metadata", false));
    }
    return Optional.empty();
  }

  /**
   * Stable Diffusion 1 predicts noise. Of version 2 there are both, and what sets them apart is the
   * spread of the biases of the last transformer's first norm, as ComfyUI has found
   * (comfy/supported_models.py, SD20.model_type).
   */
  private static CheckpointPrediction guess(SafetensorsFile file, LdmUNetShape unet) {
    if (!unet.linear()) {
      return new CheckpointPrediction(NOISE, "as Stable Diffusion 1 does", true);
    }
    int last = unet.channels().size() * (unet.layers() + 1) - 1;
    String name =
        "model.diffusion_model.output_blocks." + last + ".1.transformer_blocks.0.norm1.bias";
    TensorEntry entry = file.tensors().get(name);
    boolean velocity = entry != null && spread(file, entry) > SPREAD;
    return new CheckpointPrediction(
        velocity ? VELOCITY : NOISE, "guessed from the spread of its last norm's biases", true);
  }

  /** Standard deviation. */
  private static double spread(SafetensorsFile file, TensorEntry entry) {
    Optional<TensorType> type = TensorType.named(entry.type());
    if (type.isEmpty()) {
      return 0; // refused when it is loaded
    }
    ByteBuffer bytes = file.map(entry);
    int count = bytes.remaining() / type.get().bytes();
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double value = type.get().value(bytes, i);
      sum += value;
      squares += value * value;
    }
    return Math.sqrt(Math.max(0, squares / count - sum / count * (sum / count)));
  }
}
