/**
 * Blocks that the UNet and the autoencoder share. A block takes its weights when it is built and is
 * complete then; applying it attaches the result to the scope given. Read {@link
 * dev.frameloom.block.ResidualBlock} first.
 */
package dev.frameloom.block;
