/**
 * Video to records of topic frames. Read {@link dev.frameloom.ingest.FramePublisher} and {@link
 * dev.frameloom.ingest.PublishOptions} first.
 */
package dev.frameloom.ingest;
