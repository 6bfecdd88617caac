/**
 * The model beside its reference: {@code bench diffusion}. Ours and diffusers run each in a process
 * of its own, are spoken to by the same lines ({@link dev.frameloom.bench.diffusion.Contender}),
 * and take turns. Read {@link dev.frameloom.bench.diffusion.DiffusionBench} first.
 */
package dev.frameloom.bench.diffusion;
