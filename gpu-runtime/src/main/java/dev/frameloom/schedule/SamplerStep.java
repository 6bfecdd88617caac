package dev.frameloom.schedule;

/**
 * One step as numbers.
 *
 * @param timestep at which the model is asked
 * @param inputScale what latents are multiplied by for the model
 * @param next to the latents of the next step
 * @param picture to the picture that is predicted
 * @param signal share of a picture in latents that are noised to this step
 * @param noise share of noise in them
 */
record SamplerStep(
    double timestep, double inputScale, Mix next, Mix picture, double signal, double noise) {}
