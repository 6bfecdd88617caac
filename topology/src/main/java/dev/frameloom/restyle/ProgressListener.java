package dev.frameloom.restyle;

/** Hears how long work goes on. Called often, from any thread. */
public interface ProgressListener {

  /** Hears nothing. */
  ProgressListener NONE =
      new ProgressListener() {
        @Override
        public void stage(String name, long total, String unit) {}

        @Override
        public void done(long count, String detail) {}

        @Override
        public void end() {}
      };

  /**
   * A stage begins; the one before it is over.
   *
   * @param total how much there is to do; 0 where that is not known
   * @param unit what is counted, in the plural
   */
  void stage(String name, long total, String unit);

  /**
   * So much of the stage is done.
   *
   * @param count counted from the stage's beginning
   * @param detail said behind the numbers; may be empty
   */
  void done(long count, String detail);

  /** The work is over. */
  void end();
}
