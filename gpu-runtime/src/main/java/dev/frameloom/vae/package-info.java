/** The autoencoder of Stable Diffusion. Read {@link dev.frameloom.vae.LatentCodec} first. */
package dev.frameloom.vae;
