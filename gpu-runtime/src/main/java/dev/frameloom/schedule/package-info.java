/**
 * Noise schedules and samplers. Read {@link dev.frameloom.schedule.Sampler} first, then {@link
 * dev.frameloom.schedule.SamplerKind} and {@link dev.frameloom.schedule.NoiseSchedule}.
 */
package dev.frameloom.schedule;
