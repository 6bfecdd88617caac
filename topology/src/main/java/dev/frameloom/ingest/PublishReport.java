package dev.frameloom.ingest;

import java.util.List;

/**
 * What was published.
 *
 * @param frames how many frames, this time
 * @param bytes bytes of their encoded pictures
 * @param firstSequence sequence of the first of them; more than 0 if the stream was continued
 * @param ended whether the stream's last frame was marked
 * @param decodeMillis time spent reading and decoding, waiting for a live source included
 * @param encodeMillis time spent encoding pictures; runs beside publishing
 * @param publishMillis time spent sending and committing
 * @param warnings what was odd about the source, for people
 */
public record PublishReport(
    long frames,
    long bytes,
    long firstSequence,
    boolean ended,
    long decodeMillis,
    long encodeMillis,
    long publishMillis,
    List<String> warnings) {

  public PublishReport {
    warnings = List.copyOf(warnings);
  }
}
