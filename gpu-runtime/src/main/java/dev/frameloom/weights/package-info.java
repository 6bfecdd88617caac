/**
 * Weights on disk: safetensors and diffusers folders. Read {@link
 * dev.frameloom.weights.ModelFolder} and {@link dev.frameloom.weights.Weights} first.
 */
package dev.frameloom.weights;
