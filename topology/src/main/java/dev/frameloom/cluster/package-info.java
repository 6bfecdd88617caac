/**
 * The Kafka cluster and registry that a command works with, embedded or outside. Read {@link
 * dev.frameloom.cluster.Cluster} first.
 */
package dev.frameloom.cluster;
