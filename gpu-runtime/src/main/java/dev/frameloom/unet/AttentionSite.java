package dev.frameloom.unet;

/**
 * Where in the UNet an attention is computed.
 *
 * @param path dotted path of the attention, equal to the checkpoint's, as {@code
 *     up_blocks.1.attentions.0.transformer_blocks.0.attn1}
 * @param kind self or cross attention
 * @param rows B, rows of the batch
 * @param height latent height at this site
 * @param width latent width at this site; self attention has S = height · width tokens, row-major
 */
public record AttentionSite(String path, Kind kind, int rows, int height, int width) {

  /** What keys and values are made of. */
  public enum Kind {
    /** Of the picture's own tokens. */
    SELF,
    /** Of the text's tokens. */
    CROSS
  }

  /** The same place with another number of rows. */
  AttentionSite ofRows(int other) {
    return new AttentionSite(path, kind, other, height, width);
  }
}
