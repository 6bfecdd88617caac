package dev.frameloom.restyle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.frameloom.image.Picture;
import dev.frameloom.media.VideoFrame;
import dev.frameloom.media.VideoInfo;
import dev.frameloom.media.VideoSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AheadLimitTest {

  @Test
  void aSourceWithoutEndGoesNoFurtherThanItsResultAllows() {
    AheadLimit limit = new AheadLimit(new Endless(false), 10);
    AtomicLong given = new AtomicLong();
    Thread reader = reader(limit, given);

    await().until(() -> reader.getState() == Thread.State.WAITING);
    assertThat(given).hasValue(10);

    limit.finished(3);
    await().until(() -> given.get() == 13 && reader.getState() == Thread.State.WAITING);

    reader.interrupt(); // ends it like the end of the source
    await().until(() -> !reader.isAlive());
    assertThat(given).hasValue(13);
    assertThat(limit.waitedNanos()).isPositive();
  }

  @Test
  void aLiveSourceIsNotHeldBack() {
    AheadLimit limit = new AheadLimit(new Endless(true), 10);

    for (int i = 0; i < 50; i++) {
      assertThat(limit.next()).isPresent();
    }
  }

  private static Thread reader(AheadLimit limit, AtomicLong given) {
    Thread thread =
        new Thread(
            () -> {
              while (limit.next().isPresent()) {
                given.incrementAndGet();
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private record Endless(boolean live) implements VideoSource {

    @Override
    public VideoInfo info() {
      return new VideoInfo(1, 1, 25, 0, "test", live);
    }

    @Override
    public Optional<VideoFrame> next() {
      return Optional.of(new VideoFrame(new Picture(1, 1, new byte[3]), 0, 40_000));
    }

    @Override
    public List<String> warnings() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
