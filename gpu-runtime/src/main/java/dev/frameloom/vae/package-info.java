/** The autoencoder of Stable Diffusion. Read {@link dev.frameloom.vae.Autoencoder} first. */
package dev.frameloom.vae;
