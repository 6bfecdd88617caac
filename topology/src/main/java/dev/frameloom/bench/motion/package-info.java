/**
 * What carries an edit through time, and what judges it, row by row: {@code bench motion}. Each
 * part of the table is a {@link dev.frameloom.bench.motion.RowSource}; read it first, then {@link
 * dev.frameloom.bench.motion.MotionBench}, which lists them.
 */
package dev.frameloom.bench.motion;
