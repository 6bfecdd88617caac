package dev.frameloom.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.engine.Precision;
import dev.frameloom.lora.AdaptablePart;
import dev.frameloom.lora.LoraScale;
import dev.frameloom.lora.LoraSwitch;
import dev.frameloom.schedule.NoiseSchedule;
import dev.frameloom.schedule.Sampler;
import dev.frameloom.text.ClipTextEncoder;
import dev.frameloom.text.ClipTokenizer;
import dev.frameloom.text.Prompt;
import dev.frameloom.text.PromptEncoding;
import dev.frameloom.text.TextEncoderConfig;
import dev.frameloom.text.TokenizedPrompt;
import dev.frameloom.unet.UNet;
import dev.frameloom.unet.UNetConfig;
import dev.frameloom.unet.UNetHooks;
import dev.frameloom.unet.UNetInput;
import dev.frameloom.vae.CodecChoice;
import dev.frameloom.vae.CodecConfig;
import dev.frameloom.vae.LatentCodec;
import dev.frameloom.vae.Tiling;
import dev.frameloom.vae.TinyAutoencoder;
import dev.frameloom.vae.TinyConfig;
import dev.frameloom.weights.LdmUNetNames;
import dev.frameloom.weights.ModelFiles;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.WeightFiles;
import dev.frameloom.weights.WeightPlaces;
import dev.frameloom.weights.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A latent diffusion model on one device, for one thread at a time; a second one is refused.
 * Immutable after loading, but for {@link #adapt}; every result is attached to the scope given,
 * which the caller closes, and is in single precision. Deterministic: equal arguments give equal
 * bytes.
 *
 * <p>B rows, H × W pixels, h × w latents (an eighth of the pixels) of C channels, E size of a text
 * embedding.
 */
public final class DiffusionModel implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DiffusionModel.class);

  private final LazyDescription base;
  private final NDManager owner;
  private final Precision precision;
  private final OneThread oneThread = new OneThread();
  private final ClipTokenizer tokenizer;
  private final ClipTextEncoder textEncoder;
  private final UNetConfig unetConfig;
  private final UNet unet;
  private final LatentCodec vae;
  private final ModelPart textCalls;
  private final ModelPart unetCalls;
  private final ModelPart vaeCalls;
  private final NoiseSchedule schedule;
  private final LoraSwitch loras;
  private final ModelFootprint footprint;
  private long predictedRows;

  private DiffusionModel(
      ModelFiles files, ComputeDevice device, CodecChoice codec, NDManager owner) {
    this.owner = owner;
    precision = device.precision();
    schedule = NoiseSchedule.read(files.schedulerConfig());
    TextEncoderConfig textConfig = TextEncoderConfig.read(files.config("text_encoder"));
    tokenizer = tokenizer(files, textConfig);
    unetConfig = UNetConfig.read(files.config("unet"));
    CodecConfig vaeConfig = CodecConfig.read(files.config("vae"));
    checkText(files, textConfig, unetConfig);
    AdaptablePart textPart = adaptable(files, "text_encoder");
    textEncoder = new ClipTextEncoder(textConfig, textPart.weights());
    AdaptablePart unetPart = adaptable(files, "unet");
    unet = new UNet(unetConfig, unetPart.weights());
    warnOfUnread(files, "text_encoder", textPart.weights());
    warnOfUnread(files, "unet", unetPart.weights());
    textCalls = new ModelPart("text_encoder", precision, textPart.weights().places());
    unetCalls = new ModelPart("unet", precision, unetPart.weights().places());
    if (codec == CodecChoice.TINY && !(vaeConfig instanceof TinyConfig)) {
      vae = TinyAutoencoder.read(files.path().resolve("vae_tiny"), owner, precision.dtype());
      vaeCalls = new ModelPart("vae_tiny", precision, WeightPlaces.none());
    } else {
      Precision vaePrecision = vaePrecision(files);
      try (WeightFiles vaeFiles = files.weights("vae")) {
        Weights weights = new Weights(vaeFiles, owner, vaePrecision.dtype());
        vae = vaeConfig.build(weights);
        warnOfUnread(files, "vae", weights);
        vaeCalls = new ModelPart("vae", vaePrecision, weights.places());
      }
    }
    checkLatents(files, unetConfig, vae.channels());
    footprint =
        ModelFootprint.of(
            files, unetConfig, codec == CodecChoice.TINY ? TinyConfig.TAESD : vaeConfig, precision);
    base = new LazyDescription(files);
    LdmUNetNames ldm = new LdmUNetNames(unetConfig.layers(), unetConfig.attendingUp());
    loras = new LoraSwitch(unetPart, textPart, ldm::of);
  }

  /**
   * Loads a model.
   *
   * @param path a diffusers folder, or a single safetensors file with all parts
   * @param device as {@link ComputeDevice#parse} takes it: {@code cpu}, {@code gpu0:bf16} …
   * @throws ModelLoadException where something is missing or does not fit
   * @throws IllegalArgumentException where there is no such device
   */
  public static DiffusionModel load(Path path, String device) {
    return load(path, device, CodecChoice.OWN);
  }

  /** The same, with the model's own or the tiny autoencoder. */
  public static DiffusionModel load(Path path, String device, CodecChoice codec) {
    ModelFiles opened = ModelFiles.open(path);
    ComputeDevice compute = ComputeDevice.parse(device);
    opened.assumptions().forEach(it -> LOG.warn("{} is taken to have {}", path, it));
    NDManager owner = compute.newScope();
    try {
      DiffusionModel model = new DiffusionModel(opened, compute, codec, owner);
      owner.cap(); // whatever would be attached from now on would stay for ever
      return model;
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  /** The model's own, or CLIP's public one where it brings none. */
  private static ClipTokenizer tokenizer(ModelFiles files, TextEncoderConfig text) {
    Optional<Path> own = files.tokenizer();
    if (own.isEmpty()) {
      return ClipTokenizer.standard(text);
    }
    ClipTokenizer tokenizer = ClipTokenizer.read(own.get(), text.positions());
    tokenizer.requireMarksBelow(text.vocabulary(), own.get());
    return tokenizer;
  }

  /** A part whose files stay open as long as the model. */
  private AdaptablePart adaptable(ModelFiles model, String name) {
    return AdaptablePart.of(model.weights(name), owner, precision.dtype());
  }

  /** Some autoencoders overflow in half precision, and say so; as diffusers, only fp16 does. */
  private Precision vaePrecision(ModelFiles files) {
    boolean upcast = files.config("vae").flag("force_upcast", false);
    return upcast && precision == Precision.FP16 ? Precision.FP32 : precision;
  }

  /** No error: people leave all sorts of things in their files. */
  private static void warnOfUnread(ModelFiles model, String part, Weights weights) {
    List<String> unread = weights.unread();
    if (!unread.isEmpty()) {
      LOG.warn(
          "{}: the {} has no place for {} tensors of its file, the first is {}. Is its configuration"
              + " that of another model?",
          model.path(),
          part,
          unread.size(),
          unread.get(0));
    }
  }

  private static void checkText(ModelFiles files, TextEncoderConfig text, UNetConfig unet) {
    if (text.size() != unet.contextSize()) {
      throw new ModelLoadException(
          files.path()
              + ": expected text embeddings of the UNet's cross_attention_dim "
              + unet.contextSize()
              + ", found hidden_size "
              + text.size());
    }
  }

  private static void checkLatents(ModelFiles files, UNetConfig unet, int channels) {
    if (unet.inChannels() != channels || unet.outChannels() != channels) {
      throw new ModelLoadException(
          files.path()
              + ": expected a UNet over the autoencoder's "
              + channels
              + " latent channels, found "
              + unet.inChannels()
              + " in and "
              + unet.outChannels()
              + " out (inpainting and depth models are not supported)");
    }
  }

  /** Which model this is, with its LoRAs. Whoever asks first waits for its files to be hashed. */
  public ModelDescription description() {
    return ModelDescriptions.adapted(base.get(), loras.current(), loras.revisions());
  }

  /**
   * Puts these LoRAs on and takes all others off, without loading the model again. What the model
   * computes then does not depend on what was on before. Does nothing where these are on already.
   *
   * @param wanted in the order in which they are added; none for the model as it was loaded
   * @return which weights were written
   * @throws ModelLoadException where a file is no LoRA of this model; nothing was changed then,
   *     unless the model's own files can't be read any more
   */
  public LoraSwitch.Written adapt(List<LoraScale> wanted) {
    return oneThread.run(() -> adaptNow(wanted));
  }

  private LoraSwitch.Written adaptNow(List<LoraScale> wanted) {
    try (NDManager scope = newScope()) {
      return loras.set(scope, wanted);
    }
  }

  /**
   * Whether files that LoRAs are put onto are not those any more that the model was loaded from.
   */
  public boolean changedOnDisk() {
    return loras.changedOnDisk();
  }

  /** Pixels per latent, in each direction (8). */
  public int latentFactor() {
    return vae.factor();
  }

  /**
   * Pixels of which a multiple is halved evenly at every level of the UNet, as in training. Other
   * sizes work too, in multiples of {@link #latentFactor}.
   */
  public int sizeMultiple() {
    return vae.factor() * unetConfig.sizeMultiple();
  }

  /** Shape of the UNet, which ControlNets must be made for. */
  public UNetConfig unetConfig() {
    return unetConfig;
  }

  /** What the model computes in. */
  public Precision precision() {
    return precision;
  }

  /** Channels of the latents: 4 in Stable Diffusion. */
  public int latentChannels() {
    return vae.channels();
  }

  /** Whether the UNet takes the guidance scale as an input, as latent consistency models do. */
  public boolean takesGuidance() {
    return unetConfig.guidanceSize() > 0;
  }

  /** What memory the model takes, for {@link MemoryPlan}. */
  public ModelFootprint footprint() {
    return footprint;
  }

  /** A scope on the model's device. The caller closes it, and with it all that is attached. */
  public NDManager newScope() {
    return owner.newSubManager();
  }

  /** Tokens of a prompt; a prompt that is too long is cut, and the result says which words. */
  public TokenizedPrompt tokenize(String prompt) {
    return tokenizer.tokenize(prompt);
  }

  /**
   * Embeds prompts.
   *
   * @return (B, 77, E)
   */
  public NDArray encodeText(NDManager scope, List<String> prompts) {
    return encodeText(scope, prompts, 0);
  }

  /**
   * Embeds prompts without the text encoder's last layers.
   *
   * @param skippedLayers as diffusers counts {@code clip_skip}; other programs call one more by
   *     that name
   * @return (B, 77, E)
   */
  public NDArray encodeText(NDManager scope, List<String> prompts, int skippedLayers) {
    return encodePrompts(scope, prompts.stream().map(Prompt::literal).toList(), skippedLayers);
  }

  /** Tokens of prompts with weights, all of as many chunks; words without room are in each. */
  public PromptEncoding tokens(List<Prompt> prompts) {
    return PromptEncoding.of(tokenizer, prompts);
  }

  /**
   * Embeds prompts with weights. One that is {@link Prompt#literal literal} has the bytes of {@link
   * #encodeText}.
   *
   * @param skippedLayers as there
   * @return (B, n·77, E), n the chunks of the prompt that has most
   */
  public NDArray encodePrompts(NDManager scope, List<Prompt> prompts, int skippedLayers) {
    PromptEncoding encoding = tokens(prompts);
    List<List<Integer>> ids = encoding.ids();
    NDArray embeddings =
        call(scope, textCalls, Map.of(), inner -> textEncoder.encode(inner, ids, skippedLayers));
    return encoding.weighted(scope, embeddings);
  }

  /**
   * Pictures to latents, the posterior's mean times the scaling factor.
   *
   * @param images (B, 3, H, W) in [−1, 1]
   * @return (B, C, H/8, W/8)
   */
  public NDArray encodeImages(NDManager scope, NDArray images) {
    return encodeImages(scope, images, Tiling.WHOLE);
  }

  /** The same for large pictures. */
  public NDArray encodeImages(NDManager scope, NDArray images, Tiling tiling) {
    return call(
        scope,
        vaeCalls,
        Map.of("images", images),
        inner -> vae.encode(inner, vaeCalls.convert(inner, images), tiling));
  }

  /**
   * Pictures to latents, a sample of the posterior times the scaling factor.
   *
   * @param images (B, 3, H, W) in [−1, 1]
   * @param noise (B, C, H/8, W/8), standard normal
   * @return (B, C, H/8, W/8)
   */
  public NDArray sampleImages(NDManager scope, NDArray images, NDArray noise, Tiling tiling) {
    return call(
        scope,
        vaeCalls,
        Map.of("images", images, "noise", noise),
        inner ->
            vae.encodeSample(
                inner, vaeCalls.convert(inner, images), vaeCalls.convert(inner, noise), tiling));
  }

  /**
   * Latents to pictures.
   *
   * @param latents (B, C, h, w)
   * @return (B, 3, 8·h, 8·w), about [−1, 1], not clamped
   */
  public NDArray decodeLatents(NDManager scope, NDArray latents) {
    return decodeLatents(scope, latents, Tiling.WHOLE);
  }

  /** The same for large pictures. */
  public NDArray decodeLatents(NDManager scope, NDArray latents, Tiling tiling) {
    return call(
        scope,
        vaeCalls,
        Map.of("latents", latents),
        inner -> vae.decode(inner, vaeCalls.convert(inner, latents), tiling));
  }

  /**
   * One call of the UNet.
   *
   * @param input latents (B, C, h, w) of any size, timestep, text (B, 77, E), in any precision
   * @param hooks where an edit method reaches in; {@link UNetHooks#NONE} for the model's own
   * @return (B, C, h, w), what the model predicts (ε or v); {@link #schedule} knows
   */
  public NDArray predict(NDManager scope, UNetInput input, UNetHooks hooks) {
    return oneThread.run(
        () -> {
          predictedRows += input.latents().getShape().get(0);
          return unetCalls.call(
              scope,
              Map.of("latents", input.latents(), "text", input.text()),
              inner -> unet.predict(inner, converted(inner, input), hooks),
              // hooks may keep what they see, and then not twice
              inner -> unet.predict(inner, converted(inner, input), UNetHooks.NONE));
        });
  }

  /** B of all calls of the UNet so far: what the work of an edit is counted in. */
  public long predictedRows() {
    return predictedRows;
  }

  private UNetInput converted(NDManager scope, UNetInput input) {
    return input.map(it -> unetCalls.convert(scope, it));
  }

  private NDArray call(
      NDManager scope, ModelPart part, Map<String, NDArray> inputs, ModelPart.Work work) {
    return oneThread.run(() -> part.call(scope, inputs, work, work));
  }

  /** How the model was trained to be noised: what samplers are made from. */
  public NoiseSchedule schedule() {
    return schedule;
  }

  /** The sampler that the model's configuration names, or DDIM, with this many steps. */
  public Sampler sampler(int steps) {
    return schedule.preferred().create(schedule, steps);
  }

  @Override
  public void close() {
    owner.close();
  }
}
