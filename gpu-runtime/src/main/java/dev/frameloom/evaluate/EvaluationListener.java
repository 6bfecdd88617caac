package dev.frameloom.evaluate;

/** Hears how far an evaluation is and sees what it makes, on the thread that works. */
public interface EvaluationListener {

  /** Hears nothing. */
  EvaluationListener NONE = new EvaluationListener() {};

  /**
   * More is done.
   *
   * @param done rows that went through the UNet
   * @param total of them
   * @param what is being worked at, for people
   */
  default void progress(long done, long total, String what) {}

  /** A frame was edited, with guidance. */
  default void edited(EditedFrame frame) {}
}
