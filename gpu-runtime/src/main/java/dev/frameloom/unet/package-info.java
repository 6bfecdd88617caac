/**
 * The UNet of Stable Diffusion, built from its configuration alone. Read {@link
 * dev.frameloom.unet.UNet} and {@link dev.frameloom.unet.AttentionProcessor}, the seam that edit
 * methods use, first.
 */
package dev.frameloom.unet;
