package dev.frameloom.unet;

/**
 * A residual block of the UNet in one call.
 *
 * @param path dotted path of the block, equal to the checkpoint's, as {@code up_blocks.1.resnets.1}
 * @param rows B, rows of the batch
 * @param height latent height at this site
 * @param width latent width at this site
 */
public record ResidualSite(String path, int rows, int height, int width) {}
