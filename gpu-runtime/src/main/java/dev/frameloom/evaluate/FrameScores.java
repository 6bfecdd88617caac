package dev.frameloom.evaluate;

import java.util.List;

/**
 * Measures of one frame.
 *
 * @param index in its clip, from 0
 * @param vaePsnr dB of the frame after encoding and decoding
 * @param vaeMeanShift levels of 255 that encoding and decoding shift a channel's mean by, at most
 * @param inversionPsnr dB of the frame after inversion and denoising under one prompt
 * @param edits with guidance
 * @param unguided with a guidance of 1; may be empty
 */
public record FrameScores(
    long index,
    double vaePsnr,
    double vaeMeanShift,
    double inversionPsnr,
    List<EditScore> edits,
    List<EditScore> unguided) {

  public FrameScores {
    edits = List.copyOf(edits);
    unguided = List.copyOf(unguided);
  }
}
