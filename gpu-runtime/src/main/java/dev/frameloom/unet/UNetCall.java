package dev.frameloom.unet;

import ai.djl.ndarray.NDArray;

/**
 * What all blocks of a UNet see in one call.
 *
 * @param time (1, T), embedding of the timestep after SiLU
 * @param text (B, 77, E)
 * @param hooks where an edit method reaches in
 */
record UNetCall(NDArray time, NDArray text, UNetHooks hooks) {}
