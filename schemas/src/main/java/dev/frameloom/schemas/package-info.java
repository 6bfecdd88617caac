/**
 * Serdes in Confluent's wire format, and the topics of Frameloom. Read {@link
 * dev.frameloom.schemas.Topics} first, then {@link dev.frameloom.schemas.RecordSerdes} (what
 * travels on them) and {@link dev.frameloom.schemas.StateSerde} (what rests in state stores).
 */
package dev.frameloom.schemas;
