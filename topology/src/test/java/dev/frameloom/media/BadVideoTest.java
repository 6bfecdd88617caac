package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadVideoTest {

  @TempDir Path folder;

  private void assertRefused(String location, String... words) {
    assertThatThrownBy(() -> VideoSources.open(location, SourceOptions.all()).close())
        .isInstanceOf(MediaException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void aMissingFileIsSaidToBeMissing() {
    assertRefused(folder.resolve("no.mp4").toString(), "no.mp4", "no such file");
  }

  @Test
  void anEmptyFileIsSaidToBeEmpty() throws IOException {
    Path file = Files.createFile(folder.resolve("empty.mp4"));

    assertRefused(file.toString(), "empty.mp4", "is empty (0 bytes)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"notes.txt", "notes.mp4", "notes", "notes.nfo"})
  void aTextIsNoVideoWhateverItsName(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "dear diary, nothing moved today\n".repeat(200));

    assertRefused(file.toString(), name);
  }

  @Test
  void soundAloneIsNoVideo() {
    Path tone = Tone.write(folder.resolve("tone.m4a"), 0.2);

    assertRefused(tone.toString(), "tone.m4a is not a video: it holds only sound");
  }

  @Test
  void aFolderWithoutPicturesIsRefused() {
    assertRefused(folder.toString(), "no picture files");
  }

  @Test
  void aFileWithoutItsIndexIsRefused() throws IOException {
    Path whole = clip("whole.mov", SinkOptions.defaults());
    byte[] bytes = Files.readAllBytes(whole);
    Path file = folder.resolve("cut.mp4");
    Files.write(file, Arrays.copyOf(bytes, 600));

    assertRefused(file.toString(), "cut.mp4");
  }

  @Test
  void ofATruncatedFileTheFramesBeforeTheEndAreUsedAndTheRestIsSaidToBeMissing()
      throws IOException {
    byte[] bytes = Files.readAllBytes(clip("whole.mp4", SinkOptions.defaults()));
    Path file = folder.resolve("half.mp4");
    Files.write(file, Arrays.copyOf(bytes, bytes.length * 6 / 10));

    try (VideoSource source = VideoSources.open(file.toString(), SourceOptions.all())) {
      List<VideoFrame> frames = rest(source);

      assertThat(frames).hasSizeBetween(10, 49);
      assertThat(source.warnings())
          .anySatisfy(w -> assertThat(w).contains("truncated", "50", "" + frames.size()));
    }
  }

  @Test
  void aFileOfAnIndexWithoutFramesIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(clip("whole.mp4", SinkOptions.defaults()));
    int data = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("mdat");
    Path file = folder.resolve("hollow.mp4");
    Files.write(file, Arrays.copyOf(bytes, data + 8));

    assertRefused(file.toString(), "hollow.mp4", "not one frame");
  }

  @Test
  void damageInTheMiddleLosesNothingElse() throws IOException {
    Path file = clip("whole.mp4", SinkOptions.defaults());
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 200, (byte) 0x5a);
    Files.write(file, bytes);

    assertThat(Clips.read(file)).hasSizeBetween(30, 50);
  }

  @Test
  void aStartAfterTheEndIsRefused() {
    Path file = clip("whole.mp4", SinkOptions.defaults());
    SourceOptions late = SourceOptions.all().withStart(Duration.ofSeconds(60));

    assertThatThrownBy(() -> VideoSources.open(file.toString(), late))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("ends before the start at 60.0 s");
  }

  @ParameterizedTest
  @CsvSource({"lavfi:nosuchfilter, nosuchfilter", "lavfi:sine, lavfi:sine", "webcam:x, webcam:0"})
  void unknownSourcesAreRefused(String location, String word) {
    assertRefused(location, word);
  }

  @Test
  void aCameraThatIsNotThereIsRefused() {
    assertRefused("webcam:97", "camera 97 can't be opened");
  }

  @Test
  void anAddressWithoutAnyoneIsRefusedWithoutItsPassword() {
    assertThatThrownBy(
            () -> VideoSources.open("rtsp://me:secret@127.0.0.1:1/live", SourceOptions.all()))
        .isInstanceOf(MediaException.class)
        .hasMessageContainingAll("rtsp://me:***@127.0.0.1:1/live", "refused")
        .hasMessageNotContaining("secret");
  }

  private Path clip(String name, SinkOptions options) {
    return Clips.write(folder.resolve(name), Clips.testFrames(64, 48, 50), options);
  }

  private static List<VideoFrame> rest(VideoSource source) {
    List<VideoFrame> frames = new ArrayList<>();
    for (Optional<VideoFrame> f = source.next(); f.isPresent(); f = source.next()) {
      frames.add(f.get());
    }
    return frames;
  }
}
