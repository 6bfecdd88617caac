package dev.frameloom.unet;

/**
 * Where an edit method reaches into a UNet; what it does not replace is the model's own. Decorators
 * of each kind compose: each is given the next and decides whether to call it.
 *
 * @param attention computes attention from queries, keys and values
 * @param subLayers is around the self attentions and the residual blocks
 * @param skips sees what is joined on the way up
 */
public record UNetHooks(
    AttentionProcessor attention, SubLayerProcessor subLayers, SkipProcessor skips) {

  /** The model as it is. */
  public static final UNetHooks NONE =
      new UNetHooks(
          AttentionProcessor.STANDARD, SubLayerProcessor.STANDARD, SkipProcessor.STANDARD);

  /** The same with another attention. */
  public UNetHooks withAttention(AttentionProcessor other) {
    return new UNetHooks(other, subLayers, skips);
  }

  /** The same with others around the sub-layers. */
  public UNetHooks withSubLayers(SubLayerProcessor other) {
    return new UNetHooks(attention, other, skips);
  }

  /** The same with another look at the skips. */
  public UNetHooks withSkips(SkipProcessor other) {
    return new UNetHooks(attention, subLayers, other);
  }
}
