/**
 * Weights on disk: safetensors and diffusers folders. Read {@link dev.frameloom.weights.ModelFiles}
 * and {@link dev.frameloom.weights.Weights} first.
 */
package dev.frameloom.weights;
