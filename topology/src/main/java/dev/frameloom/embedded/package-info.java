/**
 * A Kafka cluster and a schema registry inside this process, for running without any outside
 * service: {@link dev.frameloom.embedded.EmbeddedKafka} is a real broker of one node, {@link
 * dev.frameloom.embedded.EmbeddedRegistry} speaks Confluent's REST interface and keeps its schemas
 * on that broker.
 */
package dev.frameloom.embedded;
