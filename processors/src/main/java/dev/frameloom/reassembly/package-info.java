/**
 * Puts edited frames back in order. Read {@link dev.frameloom.reassembly.Reassembler} (the logic,
 * without Kafka) and {@link dev.frameloom.reassembly.ReassemblyTopology} (its wiring) first.
 */
package dev.frameloom.reassembly;
