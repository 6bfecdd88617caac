package dev.frameloom.editing;

import dev.frameloom.avro.EditedFrame;
import dev.frameloom.avro.FrameOrigin;
import dev.frameloom.avro.ImageEncoding;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.avro.OutcomeStatus;
import dev.frameloom.avro.PendingWindow;
import dev.frameloom.avro.WindowOutcome;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Edits that finish when a test says so; shared by all workers. */
final class FakeWork implements WindowWork {

  final AtomicInteger started = new AtomicInteger();
  final AtomicInteger failuresLeft = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  private final Map<Long, CountDownLatch> latches = new ConcurrentHashMap<>();

  /** Lets a window finish, before or after it began. */
  void finish(long index) {
    latch(index).countDown();
  }

  private CountDownLatch latch(long index) {
    return latches.computeIfAbsent(index, i -> new CountDownLatch(1));
  }

  @Override
  public WindowResult edit(PendingWindow pending) throws InterruptedException {
    started.incrementAndGet();
    if (failuresLeft.getAndDecrement() > 0) {
      throw new FrameFetchException("the broker is away");
    }
    latch(pending.getWindow().getWindowIndex()).await();
    return result(pending.getWindow());
  }

  static WindowResult result(KeyframeWindow window) {
    List<EditedFrame> frames =
        window.getFrames().stream()
            .skip(window.getPublishFrom())
            .map(
                ref ->
                    new EditedFrame(
                        window.getEdit().getStreamId(),
                        window.getEdit().getEditId(),
                        window.getEdit().getRevision(),
                        window.getWindowIndex(),
                        ref.getSequence(),
                        ref.getCaptureTimeUs(),
                        0L,
                        8,
                        8,
                        ImageEncoding.PNG,
                        ByteBuffer.allocate(100),
                        FrameOrigin.KEYFRAME,
                        false))
            .toList();
    WindowOutcome outcome =
        WindowOutcome.newBuilder()
            .setEdit(window.getEdit())
            .setWindowIndex(window.getWindowIndex())
            .setStatus(OutcomeStatus.EDITED)
            .setFirstSequence(window.getFirstSequence())
            .setLastSequence(window.getLastSequence())
            .setFramesPublished(frames.size())
            .setKeyframes(frames.size())
            .build();
    return new WindowResult(frames, outcome, List.of());
  }

  @Override
  public void close() {
    closed.incrementAndGet();
  }
}
