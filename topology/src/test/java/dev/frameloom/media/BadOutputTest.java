package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BadOutputTest {

  @TempDir Path folder;

  @Test
  void theH264EncoderIsNamed() {
    try (VideoSink sink = VideoSinks.open(folder.resolve("a.mp4"), SinkOptions.defaults())) {
      assertThat(sink.encoder()).isIn("libopenh264", "libx264");
    }
  }

  @Test
  void anEncoderThatIsNotThereIsNeverReplaced() {
    SinkOptions options = SinkOptions.defaults().withEncoder("h265_imaginary");

    assertThatThrownBy(() -> VideoSinks.open(folder.resolve("a.mp4"), options))
        .isInstanceOf(MediaException.class)
        .hasMessageContainingAll("no video encoder h265_imaginary", "libopenh264", "--encoder");
  }

  @Test
  void anEncoderThatThisMachineCantRunIsRefused() {
    SinkOptions options = SinkOptions.defaults().withEncoder("h264_vaapi");

    assertThatThrownBy(
            () -> Clips.write(folder.resolve("a.mp4"), Clips.testFrames(64, 48, 1), options))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("h264_vaapi");
  }

  @Test
  void aKindOfFileThatCantHoldTheVideoIsRefused() {
    SinkOptions options = SinkOptions.defaults().withEncoder("libopenh264");

    assertThatThrownBy(() -> VideoSinks.open(folder.resolve("a.webm"), options))
        .isInstanceOf(MediaException.class)
        .hasMessageContainingAll("a.webm", "libopenh264", ".mkv");
  }

  @Test
  void unknownEndingsFoldersAndMissingFoldersAreRefused() {
    for (String name : List.of("a.xyz", "noending", "", "missing/a.mp4", "missing/%d.png")) {
      assertThatThrownBy(() -> VideoSinks.open(folder.resolve(name), SinkOptions.defaults()))
          .isInstanceOf(MediaException.class);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFullDiskIsSaidAndClosingAfterItIsQuiet() {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full));
    Path link = folder.resolve("full.mp4");
    assertThatThrownBy(
            () -> {
              Files.createSymbolicLink(link, full);
              Clips.write(link, Clips.testFrames(320, 240, 100), SinkOptions.defaults());
            })
        .isInstanceOf(MediaException.class)
        .hasMessageContainingAll("full.mp4", "No space left on device");
  }

  @ParameterizedTest
  @EnumSource(SinkOptions.Layout.class)
  void whatWasWrittenBeforeAnAbortPlays(SinkOptions.Layout layout) {
    Path file = folder.resolve("part.mp4");
    List<VideoFrame> frames = Clips.testFrames(64, 48, 40);

    assertThatThrownBy(
            () -> {
              try (VideoSink sink =
                  VideoSinks.open(file, SinkOptions.defaults().withLayout(layout))) {
                frames.subList(0, 17).forEach(sink::write);
                throw new IllegalStateException("stopped");
              }
            })
        .hasMessage("stopped");

    assertThat(Clips.times(Clips.read(file))).isEqualTo(Clips.times(frames.subList(0, 17)));
  }

  @Test
  void aFragmentedFilePlaysEvenIfItIsNeverClosed() throws IOException {
    Path file = folder.resolve("killed.mp4");
    Path copy = folder.resolve("copy.mp4");
    List<VideoFrame> frames = Clips.testFrames(320, 240, 200);
    try (VideoSink sink =
        VideoSinks.open(file, SinkOptions.defaults().withLayout(SinkOptions.Layout.FRAGMENTED))) {
      frames.forEach(sink::write);
      try (DirectoryStream<Path> written = Files.newDirectoryStream(folder, ".frameloom-*")) {
        Files.copy(written.iterator().next(), copy);
      }
    }

    List<Long> read = Clips.times(Clips.read(copy));
    assertThat(read).hasSizeGreaterThan(49).isEqualTo(Clips.times(frames).subList(0, read.size()));
  }

  @Test
  void framesMustFollowAndKeepTheirSize() {
    VideoFrame first = new VideoFrame(Clips.plain(64, 48, 1, 2, 3), 1000, 0);
    VideoFrame same = new VideoFrame(Clips.plain(64, 48, 1, 2, 3), 1000, 0);
    VideoFrame other = new VideoFrame(Clips.plain(32, 48, 1, 2, 3), 2000, 0);
    try (VideoSink sink = VideoSinks.open(folder.resolve("a.mp4"), SinkOptions.defaults())) {
      sink.write(first);
      assertThatThrownBy(() -> sink.write(same)).hasMessageContaining("can't follow");
      assertThatThrownBy(() -> sink.write(other)).hasMessageContaining("64x48");
    }

    assertThat(Clips.read(folder.resolve("a.mp4"))).hasSize(1);
  }

  @Test
  void aVideoOfNoFramesLeavesNoFile() {
    Path file = folder.resolve("none.mp4");
    VideoSinks.open(file, SinkOptions.defaults()).close();

    assertThat(file).doesNotExist();
  }
}
