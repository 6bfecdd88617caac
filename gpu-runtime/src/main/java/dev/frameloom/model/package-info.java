/**
 * A whole diffusion model: text encoder, UNet, autoencoder and schedule, loaded from a folder. Read
 * {@link dev.frameloom.model.DiffusionModel} and {@link dev.frameloom.model.MiniatureModel} first.
 */
package dev.frameloom.model;
