package dev.frameloom.flow.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.block.Convolution;
import dev.frameloom.engine.Scopes;
import dev.frameloom.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Pictures to features at an eighth of their size, by a convolution and three stages of two
 * residual blocks: (B, 3, H, W) to (B, out, H/8, W/8). RAFT's, and with other norms GMFlow's.
 */
public final class FlowEncoder {

  private final EncoderLayer first;
  private final List<EncoderBlock> blocks = new ArrayList<>();
  private final Convolution last;

  /**
   * Reads an encoder.
   *
   * @param at weights by a path as RAFT's authors have them: {@code conv1}, {@code norm1}, {@code
   *     layer2.0.downsample.0} …
   */
  public FlowEncoder(Function<String, Weights> at, EncoderForm form) {
    List<Integer> widths = form.widths();
    first =
        EncoderLayer.read(
            at.apply("conv1"),
            at.apply("norm1"),
            new EncoderLayer.Form(3, widths.get(0), 7, 2),
            form.norm(),
            form.biased(),
            true);
    for (int stage = 1; stage < widths.size(); stage++) {
      for (int i = 0; i < 2; i++) {
        String block = "layer" + stage + "." + i + ".";
        int in = i == 0 ? widths.get(stage - 1) : widths.get(stage);
        int stride = i == 0 && stage > 1 ? 2 : 1;
        blocks.add(
            new EncoderBlock(path -> at.apply(block + path), form, in, widths.get(stage), stride));
      }
    }
    last = new Convolution(at.apply("conv2"), widths.get(3), form.out(), 1, 1);
  }

  /** Features of pictures. */
  public NDArray apply(NDManager scope, NDArray pictures) {
    return Scopes.within(
        scope,
        inner -> {
          NDArray x = first.apply(inner, pictures);
          for (EncoderBlock block : blocks) {
            NDArray y = block.apply(inner, x);
            x.close();
            x = y;
          }
          return last.apply(inner, x);
        });
  }
}
