package dev.frameloom.edit.tokenflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.control.CannyDetector;
import dev.frameloom.control.ControlImages;
import dev.frameloom.control.ControlNet;
import dev.frameloom.engine.Kernels;
import dev.frameloom.engine.TensorList;
import dev.frameloom.image.Picture;
import dev.frameloom.image.Pictures;
import dev.frameloom.pipeline.Conditioning;
import dev.frameloom.unet.UNetInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A ControlNet that sees the frames' Canny edges and steers the edited branches; the source's is
 * left as it was in its inversion, which no ControlNet took part in. TokenFlow's code names such a
 * variant and does not have it: this is how WAVE does it.
 */
final class ControlGuide implements StepRunner.ControlSource {

  private final ControlNet net;
  private final double scale;
  private final List<NDArray> edges = new ArrayList<>();

  /**
   * Finds the edges of frames.
   *
   * @param net the caller's to close
   * @param scale how strongly it steers
   * @param scope what the edges live in
   * @param frames one for each index of a plan
   * @param multiple pixels of which pictures are padded to a multiple
   */
  ControlGuide(ControlNet net, double scale, NDManager scope, List<Picture> frames, int multiple) {
    this.net = net;
    this.scale = scale;
    for (Picture frame : frames) {
      Picture padded = Pictures.padToMultiple(frame, multiple);
      edges.add(ControlImages.of(scope, CannyDetector.STANDARD.edges(padded)));
    }
  }

  @Override
  public Conditioning of(List<Integer> frames) {
    return (scope, input) -> steered(scope, input, frames);
  }

  private UNetInput steered(NDManager scope, UNetInput input, List<Integer> frames) {
    int branches = (int) input.latents().getShape().get(0) / frames.size();
    // b·n × (1, 3, H, W) -> (b·n, 3, H, W), branch after branch
    List<NDArray> images =
        Collections.nCopies(branches, frames).stream()
            .flatMap(List::stream)
            .map(edges::get)
            .toList();
    NDArray image = Kernels.call(scope, "concat", new TensorList(scope, images), 0);
    return input.withControl(net.residuals(scope, input, image, scale));
  }
}
