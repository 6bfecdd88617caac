/** A whole diffusion model: text encoder, UNet, autoencoder and schedule, loaded from a folder. */
package dev.frameloom.model;
