package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results wait beside their place until they are complete. */
@DisabledOnOs(OS.WINDOWS)
class ResultFileTest {

  private static final List<VideoFrame> FRAMES = Clips.testFrames(64, 48, 5);

  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }

  private Path earlier(String name) throws IOException {
    return Files.writeString(folder.resolve(name), "earlier");
  }

  @Test
  void anEarlierResultIsThereUntilTheNewOneIsComplete() throws IOException {
    Path file = earlier("out.mp4");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    try (VideoSink sink = VideoSinks.open(file, SinkOptions.defaults())) {
      FRAMES.forEach(sink::write);
      assertThat(file).hasContent("earlier");
      sink.complete();
    }
    assertThat(Clips.read(file)).hasSize(5);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw----");
    assertThat(names()).containsExactly("out.mp4");
  }

  @Test
  void aPartStandsBesideAnEarlierResultAndTheFailureSaysWhere() throws IOException {
    Path file = earlier("out.mp4");
    earlier("out.part.mp4");
    VideoSink sink = VideoSinks.open(file, SinkOptions.defaults());
    FRAMES.forEach(sink::write);
    assertThatThrownBy(sink::close)
        .isInstanceOf(MediaException.class)
        .hasMessageContainingAll("out.part-2.mp4", "out.mp4 is as it was");

    assertThat(file).hasContent("earlier");
    assertThat(Clips.read(folder.resolve("out.part-2.mp4"))).hasSize(5);
    assertThat(names()).containsExactly("out.mp4", "out.part-2.mp4", "out.part.mp4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"out.mp4", "out.mkv", "out.webm", "o%d.png"})
  void nothingWrittenLeavesAnEarlierResultAndNothingBeside(String name) throws IOException {
    Path file = earlier(name.replace("%d", "0"));
    VideoSinks.open(folder.resolve(name), SinkOptions.defaults()).close();
    VideoSink complete = VideoSinks.open(folder.resolve(name), SinkOptions.defaults());
    complete.complete();

    assertThat(file).hasContent("earlier");
    assertThat(names()).containsExactly(file.getFileName().toString());
  }

  @Test
  void aLinkStaysALinkAndItsEndingSaysTheKind() throws IOException {
    Path target = earlier("stored");
    Path link = Files.createSymbolicLink(folder.resolve("link.mp4"), Path.of("stored"));
    Clips.write(link, FRAMES, SinkOptions.defaults());

    assertThat(link).isSymbolicLink();
    assertThat(Clips.read(target)).hasSize(5);
    assertThat(names()).containsExactly("link.mp4", "stored");
  }

  @Test
  void aPipeIsWrittenAsItComes() throws Exception {
    Path pipe = folder.resolve("pipe.mp4");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<byte[]> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readAllBytes(pipe);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    Clips.write(pipe, FRAMES, SinkOptions.defaults());
    Path copy = Files.write(folder.resolve("copy.mp4"), read.get());

    assertThat(Clips.read(copy)).hasSize(5);
    assertThat(Files.readAttributes(pipe, java.nio.file.attribute.BasicFileAttributes.class))
        .matches(java.nio.file.attribute.BasicFileAttributes::isOther);
  }

  @Test
  void earlierPicturesAreReplacedTogetherAndLeftOnesAreNamed() throws IOException {
    for (int i = 0; i < 8; i++) {
      earlier("o" + i + ".png");
    }
    VideoSink sink = VideoSinks.open(folder.resolve("o%d.png"), SinkOptions.defaults());
    FRAMES.forEach(sink::write);
    assertThat(folder.resolve("o4.png")).hasContent("earlier");
    sink.complete();

    assertThat(Clips.read(folder.resolve("o4.png"))).hasSize(1);
    assertThat(folder.resolve("o5.png")).hasContent("earlier");
    assertThat(sink.notes()).anyMatch(it -> it.contains("o7.png") && it.contains("wrote 5"));
    assertThat(names()).hasSize(8);
  }

  @Test
  void aPartOfASequenceHasAFolderOfItsOwn() throws IOException {
    earlier("o-0.png");
    VideoSink sink = VideoSinks.open(folder.resolve("o-%d.png"), SinkOptions.defaults());
    FRAMES.forEach(sink::write);

    assertThatThrownBy(sink::close).hasMessageContainingAll("5 pictures", "o.part");
    assertThat(folder.resolve("o-0.png")).hasContent("earlier");
    assertThat(Clips.read(folder.resolve("o.part"))).hasSize(5);
    assertThat(names()).containsExactly("o-0.png", "o.part");
  }

  @ParameterizedTest
  @ValueSource(strings = {"100%done.mp4", "%d.mp4", "%05d.mkv", "a%%b.mp4", "50%.webm"})
  void aPercentSignIsALetterInTheNameOfAVideo(String name) throws IOException {
    Clips.write(folder.resolve(name), FRAMES, SinkOptions.defaults());

    assertThat(names()).containsExactly(name);
  }

  @Test
  void aPercentSignOfNumberedPicturesIsWrittenTwice() throws IOException {
    Clips.write(folder.resolve("100%%done-%03d.png"), FRAMES.subList(0, 2), SinkOptions.defaults());
    Clips.write(folder.resolve("5%-%d.jpg"), FRAMES.subList(0, 1), SinkOptions.defaults());

    assertThat(names()).containsExactly("100%done-000.png", "100%done-001.png", "5%-0.jpg");
    assertThatThrownBy(() -> VideoSinks.open(folder.resolve("%d-%d.png"), SinkOptions.defaults()))
        .hasMessageContainingAll("two numbers", "%%");
  }
}
