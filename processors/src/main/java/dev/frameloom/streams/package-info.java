/**
 * What the three topologies share: {@link dev.frameloom.streams.StreamsSettings} (properties that
 * they need) and {@link dev.frameloom.streams.Partitioners}.
 */
package dev.frameloom.streams;
