package dev.frameloom.metrics;

import dev.frameloom.avro.CloseReason;
import dev.frameloom.avro.OutcomeStatus;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts in memory, by name; for the summary of a command and for tests. */
public final class InMemoryMetrics implements PipelineMetrics {

  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();

  /** A counter's value; 0 where nothing was counted. Names are those of {@link #snapshot}. */
  public long count(String name) {
    LongAdder counter = counters.get(name);
    return counter == null ? 0 : counter.sum();
  }

  /** All counters by name, those of time end in {@code Nanos}. */
  public Map<String, Long> snapshot() {
    Map<String, Long> snapshot = new TreeMap<>();
    counters.forEach((name, counter) -> snapshot.put(name, counter.sum()));
    return snapshot;
  }

  private void add(String name, long amount) {
    counters.computeIfAbsent(name, n -> new LongAdder()).add(amount);
  }

  @Override
  public void frameSeen() {
    add("framesSeen", 1);
  }

  @Override
  public void duplicateFrame() {
    add("duplicateFrames", 1);
  }

  @Override
  public void lateFrame() {
    add("lateFrames", 1);
  }

  @Override
  public void repeatedSequence() {
    add("repeatedSequences", 1);
  }

  @Override
  public void recordMoved() {
    add("recordsMoved", 1);
  }

  @Override
  public void unreadableFrame() {
    add("unreadableFrames", 1);
  }

  @Override
  public void framesGivenUp(long count) {
    add("framesGivenUp", count);
  }

  @Override
  public void windowClosed(CloseReason reason) {
    add("windowsClosed", 1);
    add("windowsClosed." + reason, 1);
  }

  @Override
  public void windowingTook(long nanos) {
    add("windowNanos", nanos);
  }

  @Override
  public void windowEdited(OutcomeStatus status, int frames) {
    add("windowsEdited", 1);
    add("windowsEdited." + status, 1);
    add("framesEdited", frames);
  }

  @Override
  public void gap(String reason) {
    add("gaps", 1);
    add("gaps." + reason, 1);
  }

  @Override
  public void publishingTook(long nanos) {
    add("publishNanos", nanos);
  }

  @Override
  public void frameRestyled() {
    add("framesRestyled", 1);
  }

  @Override
  public void gapFilled() {
    add("gapsFilled", 1);
  }

  @Override
  public void duplicateEditedFrame() {
    add("duplicateEditedFrames", 1);
  }

  @Override
  public void lateEditedFrame() {
    add("lateEditedFrames", 1);
  }

  @Override
  public void waitingChanged(int frames, long bytes) {
    add("framesWaiting", frames);
    add("bytesWaiting", bytes);
  }

  @Override
  public void reassemblyTook(long nanos) {
    add("reassembleNanos", nanos);
  }

  @Override
  public void outageBegan(String service) {
    add("outages", 1);
  }

  @Override
  public void outageEnded(String service, long nanos) {
    add("outagesEnded", 1);
    add("outageNanos", nanos);
  }

  @Override
  public void deadLetter(String reason) {
    add("deadLetters", 1);
    add("deadLetters." + reason, 1);
  }
}
