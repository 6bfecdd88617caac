/** Benchmarks that print tables; no test depends on their numbers. */
package dev.frameloom.bench;
