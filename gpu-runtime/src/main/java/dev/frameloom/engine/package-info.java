/**
 * Devices, tensor scopes, fused kernels and noise: what all models compute with. Read {@link
 * dev.frameloom.engine.Noise} first.
 */
package dev.frameloom.engine;
