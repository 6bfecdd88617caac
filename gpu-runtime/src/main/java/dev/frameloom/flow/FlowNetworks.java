package dev.frameloom.flow;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.flow.gmflow.GmFlow;
import dev.frameloom.flow.gmflow.GmFlowConfig;
import dev.frameloom.flow.network.FlowNetwork;
import dev.frameloom.flow.network.FlowOptions;
import dev.frameloom.flow.network.NetworkFlow;
import dev.frameloom.flow.raft.Raft;
import dev.frameloom.flow.raft.RaftSize;
import dev.frameloom.weights.ConfigReader;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.WeightFiles;
import dev.frameloom.weights.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens networks of optical flow. */
public final class FlowNetworks {

  private static final Logger LOG = LoggerFactory.getLogger(FlowNetworks.class);

  /** Counters of training; and norms of shortcuts, which RAFT's authors store twice. */
  private static final Pattern UNUSED =
      Pattern.compile(".*num_batches_tracked|.*layer\\d\\.\\d\\.norm[34]\\..*");

  private FlowNetworks() {}

  /**
   * Opens a network with standard options.
   *
   * @param folder with {@code config.json}, which says {@code {"model_type": "gmflow"}}, {@code
   *     raft_large} or {@code raft_small}, and {@code model.safetensors} with the public
   *     checkpoint's own tensor names
   * @param device as {@link ComputeDevice#parse} takes it. Whatever precision it names, networks of
   *     flow compute in single precision: half precision has no room for tenths of pixels
   * @throws ModelLoadException where something is missing or does not fit
   * @throws IllegalArgumentException where there is no such device
   */
  public static OpticalFlow open(Path folder, String device) {
    return open(folder, device, FlowOptions.STANDARD);
  }

  /** The same with options. */
  public static OpticalFlow open(Path folder, String device, FlowOptions options) {
    ConfigReader config = ConfigReader.read(folder.resolve("config.json"));
    NDManager owner = ComputeDevice.parse(device).newScope();
    try (WeightFiles files = WeightFiles.open(folder, "model")) {
      Weights weights = new Weights(files, owner, DataType.FLOAT32);
      FlowNetwork network = network(folder, config, weights, options);
      warnOfUnread(folder, weights);
      owner.cap(); // whatever would be attached from now on would stay for ever
      return new NetworkFlow(network, owner, options);
    } catch (RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  private static FlowNetwork network(
      Path folder, ConfigReader config, Weights weights, FlowOptions options) {
    String type = config.text("model_type", "none");
    return switch (type) {
      case "gmflow" -> gmFlow(config, weights);
      case "raft_large" -> new Raft(RaftSize.LARGE, weights, folder, options);
      case "raft_small" -> new Raft(RaftSize.SMALL, weights, folder, options);
      default -> throw config.unfit("model_type", "gmflow, raft_large or raft_small", type);
    };
  }

  private static FlowNetwork gmFlow(ConfigReader config, Weights weights) {
    // checkpoints of training on several GPUs have names under module
    Weights named = weights.has("module.backbone.conv1.weight") ? weights.at("module") : weights;
    if (named.has("backbone.trident_conv.weight")) {
      throw new ModelLoadException(
          config.file()
              + ": expected GMFlow with one scale, found weights with refinement (tensor"
              + " backbone.trident_conv.weight), which are not supported. Use the checkpoint"
              + " without \"with_refine\" in its name");
    }
    return new GmFlow(GmFlowConfig.read(config), named);
  }

  /** No error: people leave all sorts of things in their files. */
  private static void warnOfUnread(Path folder, Weights weights) {
    List<String> unread =
        weights.unread().stream().filter(name -> !UNUSED.matcher(name).matches()).toList();
    if (!unread.isEmpty()) {
      LOG.warn(
          "{}: the network has no place for {} tensors of its file, the first is {}. Is model_type"
              + " that of another network?",
          folder,
          unread.size(),
          unread.get(0));
    }
  }
}
