/** Footage that we render ourselves, for a first try, for pictures and for benchmarks. */
package dev.frameloom.sample;
