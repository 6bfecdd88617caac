package dev.frameloom.catalog;

/** Hears how far work on files has come. Called often, from the thread that works. */
public interface ByteProgress {

  /** Hears nothing. */
  ByteProgress NONE =
      new ByteProgress() {
        @Override
        public void begin(String work, long bytes) {}

        @Override
        public void done(long bytes, String file) {}
      };

  /**
   * Work begins; what went before is over.
   *
   * @param work one word, as {@code copy}
   * @param bytes how many there are in all
   */
  void begin(String work, long bytes);

  /**
   * So much of it is done.
   *
   * @param bytes counted from the beginning of the work; fewer than before where some have to be
   *     done again
   * @param file which one it is at
   */
  void done(long bytes, String file);
}
