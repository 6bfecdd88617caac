package dev.frameloom.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A whole model in one safetensors file, with the names that latent diffusion's code gives to
 * layers. It looks like a diffusers folder: names are translated when a tensor is asked for,
 * nothing is copied. Its configuration is told from names and shapes; what they don't tell can be
 * said in files beside it, see {@code NAME.safetensors.json} in the module's README.
 */
public final class CheckpointFile implements ModelFiles {

  private static final String UNET = "model.diffusion_model.";
  private static final String VAE = "first_stage_model.";

  private static final int CLIP_TOKENS = 49408;

  private final Path path;
  private final CheckpointSettings settings;
  private final LdmUNetShape unet;
  private final LdmVaeShape vae;
  private final LdmText text;
  private final CheckpointPrediction prediction;
  private final boolean noFinalSignal;

  private CheckpointFile(Path path, SafetensorsFile file) {
    this.path = path;
    LdmShapes shapes = new LdmShapes(path, file.tensors(), "");
    CheckpointKind.check(shapes);
    settings = CheckpointSettings.of(path);
    unet = LdmUNetShape.of(shapes.under(UNET));
    vae = LdmVaeShape.of(shapes.under(VAE));
    text = LdmText.find(shapes).orElseThrow();
    prediction = CheckpointPrediction.of(file, unet, settings);
    noFinalSignal = file.tensors().containsKey("ztsnr");
  }

  /**
   * Opens a checkpoint and reads its header.
   *
   * @throws ModelLoadException where it is none of a family that is built; says what it is then
   */
  public static CheckpointFile open(Path path) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      return new CheckpointFile(path, file);
    }
  }

  /** Where settings of a checkpoint are looked for, whether there are any or not. */
  public static Path settings(Path checkpoint) {
    return CheckpointSettings.beside(checkpoint);
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public String name() {
    return ModelFiles.super.name().replaceFirst("\\.safetensors$", "");
  }

  @Override
  public ConfigReader config(String part) {
    ObjectNode node =
        settings.over(
            part,
            switch (part) {
              case "unet" -> unet.config();
              case "vae" -> vae.config();
              case "text_encoder" -> text.config();
              default -> throw new IllegalArgumentException("no part " + part);
            });
    if (part.equals("unet")) {
      require(node, part, "attention_head_dim");
    } else if (part.equals("text_encoder")) {
      require(node, part, "num_attention_heads");
    }
    return new ConfigReader(path + " (" + part + ", told from its tensors)", node);
  }

  private void require(ObjectNode node, String part, String setting) {
    if (!node.has(setting)) {
      throw new ModelLoadException(
          "%s: its tensors don't tell %s of the %s. Say it in %s: {\"%s\": {\"%s\": …}}"
              .formatted(path, setting, part, settings(path), part, setting));
    }
  }

  /** As the checkpoints of these families were trained. */
  @Override
  public ConfigReader schedulerConfig() {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("_class_name", unet.guidanceSize() > 0 ? "LCMScheduler" : "DDIMScheduler");
    node.put("beta_start", 0.00085).put("beta_end", 0.012).put("beta_schedule", "scaled_linear");
    node.put("num_train_timesteps", 1000).put("clip_sample", false);
    node.put("set_alpha_to_one", false).put("steps_offset", 1);
    node.put("timestep_spacing", settings.text("timestep_spacing").orElse("leading"));
    node.put("prediction_type", prediction.type());
    if (noFinalSignal) {
      node.put("rescale_betas_zero_snr", true);
    }
    return new ConfigReader(path + " (scheduler)", settings.over("scheduler", node));
  }

  @Override
  public Optional<Path> tokenizer() {
    Optional<Path> said = tokenizerFolder();
    int tokens = text.config().path("vocab_size").intValue();
    if (said.isEmpty() && tokens != CLIP_TOKENS) {
      throw new ModelLoadException(
          "%s: expected a text encoder of CLIP's %d tokens, found %d. Name the folder of its tokenizer in %s: {\"tokenizer\": …}"
              .formatted(path, CLIP_TOKENS, tokens, settings(path)));
    }
    return said;
  }

  private Optional<Path> tokenizerFolder() {
    return settings.text("tokenizer").map(folder -> path.resolveSibling(folder).normalize());
  }

  @Override
  public WeightFiles weights(String part) {
    SafetensorsFile file = SafetensorsFile.open(path);
    return switch (part) {
      case "unet" -> WeightFiles.of(file, UNET, unet.names(), name -> true);
      case "vae" -> WeightFiles.of(file, VAE, vae.names(), LdmVaeShape::uses);
      case "text_encoder" -> WeightFiles.of(file, text.shapes().prefix(), text.names(), text::uses);
      default -> {
        file.close();
        throw new IllegalArgumentException("no part " + part);
      }
    };
  }

  @Override
  public boolean trained() {
    return true;
  }

  @Override
  public List<String> assumptions() {
    List<String> assumptions = new ArrayList<>();
    if (prediction.guessed()) {
      assumptions.add(
          "prediction_type %s, %s; if pictures come out as noise, write {\"prediction_type\": \"%s\"} to %s"
              .formatted(
                  prediction.type(),
                  prediction.why(),
                  prediction.type().equals("epsilon") ? "v_prediction" : "epsilon",
                  settings(path)));
    }
    return assumptions;
  }

  @Override
  public List<Path> files() {
    List<Path> files = new ArrayList<>(List.of(path));
    files.addAll(settings.files());
    tokenizerFolder().map(TokenizerFiles::in).ifPresent(files::addAll);
    return List.copyOf(files);
  }

  /** SHA-256 of the file, as hubs show it; with files beside it, of all of them. */
  @Override
  public String revision() {
    List<Path> files = files();
    return files.size() == 1
        ? Revision.of(path)
        : Revision.of(path.toAbsolutePath().getParent(), files);
  }
}
