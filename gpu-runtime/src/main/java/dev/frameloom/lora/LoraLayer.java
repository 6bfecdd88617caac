package dev.frameloom.lora;

import java.util.Optional;

/**
 * A layer's part of a LoRA file: weight += scale · ratio · (up · down).
 *
 * @param name of the layer, as the file has it
 * @param down tensor (r, in, …)
 * @param up tensor (out, r, …)
 * @param mid tensor (r, s, k, k) of a convolution that is cut in three; down is (s, in) then
 * @param rank r
 * @param ratio alpha / r
 */
record LoraLayer(
    String name,
    LoraTensor down,
    LoraTensor up,
    Optional<LoraTensor> mid,
    long rank,
    double ratio) {

  /** The tensor with the kernel of a convolution. */
  LoraTensor kernel() {
    return mid.orElse(down);
  }

  /** Numbers in all tensors. */
  long parameters() {
    return down.count() + up.count() + mid.map(LoraTensor::count).orElse(0L);
  }
}
