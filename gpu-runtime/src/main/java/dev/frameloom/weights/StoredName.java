package dev.frameloom.weights;

/**
 * A stored tensor, or one of several equal parts that lie in it one after another along its first
 * size, as queries, keys and values of a fused projection do.
 *
 * @param name of the stored tensor
 * @param part which one, from 0
 * @param parts how many
 */
public record StoredName(String name, int part, int parts) {

  public StoredName {
    if (parts < 1 || part < 0 || part >= parts) {
      throw new IllegalArgumentException("expected a part below " + parts + ", found " + part);
    }
  }

  /** A tensor that is stored by itself. */
  static StoredName whole(String name) {
    return new StoredName(name, 0, 1);
  }

  /** The same under a prefix. */
  StoredName under(String prefix) {
    return new StoredName(prefix + name, part, parts);
  }
}
