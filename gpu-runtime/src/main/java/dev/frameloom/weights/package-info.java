/** Weights on disk: safetensors and diffusers folders. */
package dev.frameloom.weights;
