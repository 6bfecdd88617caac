package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Videos that come through a FIFO, which can be opened once and read forwards. */
@DisabledOnOs(OS.WINDOWS)
class PipeTest {

  private static final int MOOV = 0x6d6f6f76;
  private static final int STCO = 0x7374636f;

  @TempDir Path folder;

  @Test
  void aFifoIsReadToItsEndWithoutBeingOpenedTwice() throws Exception {
    Path clip = clip("clip.mkv");
    Path fifo = fifo();
    CompletableFuture<Void> sent = send(clip, fifo);

    assertThat(Clips.read(fifo)).isEqualTo(Clips.read(clip)).hasSize(10);
    sent.join();
    assertThat(VideoSources.files(fifo.toString())).isEmpty();
  }

  @Test
  void anIndexThatComesTooLateForAPipeIsExplained() throws Exception {
    Path clip =
        indexLast(
            Clips.write(
                folder.resolve("index-first.mp4"),
                Clips.testFrames(640, 480, 12),
                SinkOptions.defaults().withBitRate(20_000_000)));
    Path fifo = fifo();
    CompletableFuture<Void> sent = send(clip, fifo);

    assertThatThrownBy(() -> Clips.read(fifo))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("a pipe can't be sought in");
    assertThat(sent.handle((done, failure) -> true).join()).isTrue();
  }

  /** The same clip as an encoder leaves it that does not know the index before the end. */
  private Path indexLast(Path clip) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(clip));
    ByteBuffer moved = ByteBuffer.allocate(file.capacity());
    List<ByteBuffer> boxes = new ArrayList<>();
    int index = -1;
    for (int at = 0; at < file.capacity(); at += file.getInt(at)) {
      if (file.getInt(at + 4) == MOOV) {
        index = boxes.size();
      }
      boxes.add(file.slice(at, file.getInt(at)));
    }
    ByteBuffer moov = boxes.remove(index);
    for (int at = 8; at < moov.capacity() - 8; at++) {
      if (moov.getInt(at) == STCO) {
        for (int entry = 0; entry < moov.getInt(at + 8); entry++) {
          int place = at + 12 + 4 * entry;
          moov.putInt(place, moov.getInt(place) - moov.capacity());
        }
      }
    }
    boxes.forEach(moved::put);
    moved.put(moov);
    Path last = folder.resolve("index-last.mp4");
    Files.write(last, moved.array());
    assertThat(Clips.read(last)).isEqualTo(Clips.read(clip));
    return last;
  }

  private Path clip(String name) {
    return Clips.write(folder.resolve(name), Clips.testFrames(64, 48, 10), SinkOptions.defaults());
  }

  private Path fifo() throws Exception {
    Path fifo = folder.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return fifo;
  }

  private static CompletableFuture<Void> send(Path clip, Path fifo) {
    return CompletableFuture.runAsync(
        () -> {
          try (var out = Files.newOutputStream(fifo)) {
            Files.copy(clip, out);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }
}
