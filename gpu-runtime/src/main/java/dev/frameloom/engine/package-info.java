/**
 * What all models compute with. Read {@link dev.frameloom.engine.Kernels} (how anything is
 * computed), {@link dev.frameloom.engine.ComputeDevice} (where) and {@link
 * dev.frameloom.engine.Noise} first.
 */
package dev.frameloom.engine;
