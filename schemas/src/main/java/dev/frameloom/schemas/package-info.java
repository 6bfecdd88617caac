/** Serdes in Confluent's wire format, and the topics of Frameloom. */
package dev.frameloom.schemas;
