/**
 * How different two pictures look, by features that networks learned to tell pictures apart with.
 * Read {@link dev.frameloom.lpips.Lpips} first.
 */
package dev.frameloom.lpips;
