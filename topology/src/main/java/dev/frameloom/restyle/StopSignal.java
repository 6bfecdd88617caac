package dev.frameloom.restyle;

/** Somebody wants the run to end. */
final class StopSignal {

  private volatile boolean requested;

  void request() {
    requested = true;
  }

  boolean requested() {
    return requested;
  }
}
