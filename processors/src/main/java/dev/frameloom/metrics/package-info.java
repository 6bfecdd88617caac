/**
 * What the pipeline counts and how long it takes. Read {@link
 * dev.frameloom.metrics.PipelineMetrics} (the verbs) and {@link
 * dev.frameloom.metrics.InMemoryMetrics} (a simple implementation) first.
 */
package dev.frameloom.metrics;
