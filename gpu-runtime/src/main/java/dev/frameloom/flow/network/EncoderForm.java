package dev.frameloom.flow.network;

import java.util.List;

/**
 * What an encoder looks like.
 *
 * @param widths channels of the first convolution and of the three stages
 * @param out channels of the features
 * @param bottleneck whether blocks are 1×1, 3×3, 1×1 convolutions, a quarter as wide inside,
 *     instead of two of 3×3
 * @param norm after each convolution
 * @param biased whether convolutions before a norm have a bias
 */
public record EncoderForm(
    List<Integer> widths, int out, boolean bottleneck, EncoderNorm norm, boolean biased) {

  public EncoderForm {
    widths = List.copyOf(widths);
    if (widths.size() != 4) {
      throw new IllegalArgumentException("expected 4 widths, found " + widths);
    }
  }
}
