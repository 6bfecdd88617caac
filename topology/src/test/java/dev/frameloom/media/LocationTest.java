package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a location names. */
@DisabledOnOs(OS.WINDOWS) // names with ? and : can't be made there
class LocationTest {

  @TempDir Path folder;

  private Path file(String name) throws IOException {
    return Files.createFile(folder.resolve(name));
  }

  @ParameterizedTest
  @CsvSource({
    "plain.mp4, plain.mp4",
    "two words.mp4, two%20words.mp4",
    "two words.mp4, two words.mp4",
    "été 夏.mp4, %C3%A9t%C3%A9%20%e5%a4%8f.mp4",
    "été 夏.mp4, été%20夏.mp4",
    "100%.mp4, 100%25.mp4",
    "100%.mp4, 100%.mp4",
    "100%20.mp4, 100%2520.mp4",
    // no file is named as the rules say, and one as it is written
    "not%20decoded.mp4, not%20decoded.mp4",
    "what?.mp4, what?.mp4",
    "what?.mp4, what%3F.mp4",
    "#1.mp4, #1.mp4",
    "12:30.mp4, 12:30.mp4",
    "-x.mp4, -x.mp4"
  })
  void aFileUrlIsTheSameFileAsItsPath(String name, String written) throws IOException {
    Path file = file(name);

    for (String before : List.of("file://", "file:", "FILE://", "file://localhost")) {
      assertThat(Location.parse(before + folder + "/" + written))
          .isEqualTo(new Location.VideoFile(file));
    }
    assertThat(Location.parse(file.toString())).isEqualTo(new Location.VideoFile(file));
    assertThat(VideoSources.files("file:" + folder + "/" + written)).containsExactly(file);
  }

  @Test
  void ofAnEscapeThatIsAlsoANameTheDecodedOneIsMeant() throws IOException {
    Path decoded = file("a b.mp4");
    Path literal = file("a%20b.mp4");

    assertThat(VideoSources.files("file://" + folder + "/a%20b.mp4")).containsExactly(decoded);
    assertThat(VideoSources.files(folder + "/a%20b.mp4")).containsExactly(literal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%05d.png", "%2505d.png", "*.png", "%2A.png", ""})
  void picturesCanBeNamedByUrl(String pattern) throws IOException {
    List<Path> files = List.of(file("00001.png"), file("00002.png"));

    assertThat(VideoSources.files("file://" + folder + "/" + pattern)).isEqualTo(files);
  }

  @Test
  void aFileOfThatNameIsMeantBeforeAPattern() throws IOException {
    Path literal = file("shot%d.png");
    Path starred = file("shot*.png");
    Path numbered = file("shot7.png");
    Path percent = file("50%_3.png");

    assertThat(VideoSources.files(literal.toString())).containsExactly(literal);
    assertThat(VideoSources.files(starred.toString())).containsExactly(starred);
    Files.delete(literal);
    assertThat(VideoSources.files(literal.toString())).containsExactly(numbered);
    assertThat(VideoSources.files(folder + "/50%%_%d.png")).containsExactly(percent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C:\\clips\\a.mp4", "C:/clips/a.mp4", "c://clips/a.mp4", "12:30.mp4"})
  void aDriveIsNoAddress(String location) {
    assertThat(Location.parse(location)).isEqualTo(new Location.VideoFile(Path.of(location)));
  }

  @ParameterizedTest
  @CsvSource({
    "http://host/a b.mp4?x=1 2#t, http://host/a%20b.mp4?x=1%202#t",
    "https://me@host:81/a%20b.mp4, https://me@host:81/a%20b.mp4",
    "http://host/100%.mp4, http://host/100%25.mp4",
    "http://host/é.mp4, http://host/%C3%A9.mp4",
    "rtsp://host/a b, rtsp://host/a b"
  })
  void whatMayNotStandInAnAddressIsEscaped(String typed, String sent) {
    assertThat(Location.parse(typed)).isEqualTo(new Location.Network(sent));
  }

  @Test
  void whatCantBeANameIsSaidToBeNone() {
    assertThatThrownBy(() -> Location.parse("a\0b.mp4"))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("can't be the name of a file");
    assertThatThrownBy(() -> Location.parse(folder + "/[*.png"))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("neither a file nor a pattern");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "pipe:", "pipe:0"})
  void standardInputIsAPipeOrTheFileThatIsRedirected(String name) {
    Path device = Path.of("/dev/stdin");

    assertThat(Location.parse(name))
        .isEqualTo(
            Files.isRegularFile(device)
                ? new Location.VideoFile(device)
                : new Location.Pipe("pipe:0"));
  }
}
