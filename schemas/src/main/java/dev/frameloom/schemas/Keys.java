package dev.frameloom.schemas;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Utils;

/**
 * Keys of records and the partitions that they belong to. A key is a stream's id, or {@code
 * streamId/editId}; either way the stream alone chooses the partition, so that whatever concerns
 * one stream lies in partitions of one number and can be joined. For a bare stream id this is what
 * Kafka's default partitioner does; producers of {@code streamId/editId} keys use {@link
 * StreamPartitioner}.
 */
public final class Keys {

  /** Longest id in characters; two of them and a sequence still make a short key. */
  public static final int MAX_ID_LENGTH = 200;

  private static final Pattern LEGAL_ID =
      Pattern.compile("[^/\\p{Cntrl}]{1," + MAX_ID_LENGTH + "}");

  private Keys() {}

  /**
   * Key of an edit of a stream.
   *
   * @throws IllegalArgumentException where one of them is no legal id
   */
  public static String of(String streamId, String editId) {
    return checkedId("stream id", streamId) + "/" + checkedId("edit id", editId);
  }

  /**
   * The id itself.
   *
   * @param what what the id names, for the message
   * @throws IllegalArgumentException where it is empty, too long, or holds '/' or control
   *     characters
   */
  public static String checkedId(String what, String id) {
    if (!isLegalId(id)) {
      throw new IllegalArgumentException(
          "%s '%s': expected 1 to %d characters without '/' and control characters"
              .formatted(what, id, MAX_ID_LENGTH));
    }
    return id;
  }

  /** Whether a stream or an edit may be called so. */
  public static boolean isLegalId(String id) {
    return LEGAL_ID.matcher(id).matches();
  }

  /** The stream of a key of either form. */
  public static String streamOf(String key) {
    int slash = key.indexOf('/');
    return slash < 0 ? key : key.substring(0, slash);
  }

  /** The partition that a key of either form belongs to. */
  public static int partition(String key, int partitions) {
    byte[] stream = streamOf(key).getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(stream)) % partitions;
  }
}
