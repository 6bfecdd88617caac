package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any sound goes into any kind of file, in time, copied or encoded anew. */
class SoundTest {

  private static final List<VideoFrame> FRAMES = Clips.testFrames(64, 48, 25);
  private static final double SECONDS = 1;

  @TempDir Path folder;

  /** What a file of frames with the sound of a clip holds, and the notes. */
  private record Written(Path file, List<String> notes) {}

  private Written write(String name, List<VideoFrame> frames, String clip, SoundWish wish) {
    Path file = folder.resolve(name);
    SinkOptions options = SinkOptions.defaults().withSound(new ClipSound(clip, wish));
    try (VideoSink sink = VideoSinks.open(file, options)) {
      frames.forEach(sink::write);
      sink.complete();
      return new Written(file, sink.notes());
    }
  }

  private Written write(String name, Path clip) {
    return write(name, FRAMES, clip.toString(), SoundWish.usual());
  }

  @ParameterizedTest(name = "{0} {2} Hz x {3} in {1} to {4}: {5} {6} Hz")
  @CsvSource({
    "pcm_s24le, mov, 48000, 2, mp4, aac, 48000",
    "pcm_s24le, mov, 48000, 2, mov, pcm_s24le, 48000",
    "pcm_s24le, mov, 44100, 1, webm, opus, 48000",
    "pcm_s24le, mov, 44100, 1, mkv, pcm_s24le, 44100",
    "pcm_u8, mkv, 11025, 1, m4v, aac, 11025",
    "pcm_mulaw, mov, 8000, 1, mp4, aac, 8000",
    "pcm_s16le, mkv, 192000, 2, mp4, aac, 96000",
    "adpcm_ima_wav, avi, 22050, 2, mp4, aac, 22050",
    "aac, mp4, 44100, 2, mp4, aac, 44100",
    "aac, mp4, 96000, 1, webm, opus, 48000",
    "libopus, mkv, 48000, 2, mp4, aac, 48000",
    "libopus, mkv, 48000, 2, webm, opus, 48000",
    "libopus, mkv, 48000, 2, mov, aac, 48000",
    "flac, mkv, 44100, 2, mp4, flac, 44100",
    "alac, mov, 44100, 2, mp4, alac, 44100",
    "libmp3lame, mkv, 44100, 2, mp4, mp3, 44100",
    "libmp3lame, mkv, 44100, 2, m4v, aac, 44100",
    "ac3, mkv, 48000, 6, mp4, ac3, 48000",
    "ac3, mkv, 48000, 6, webm, opus, 48000",
    "wmav2, mkv, 44100, 2, mp4, aac, 44100",
    "mp2, mkv, 48000, 2, mp4, aac, 48000",
    "aac, ts, 48000, 2, mp4, aac, 48000",
    "libopencore_amrnb, mov, 8000, 1, mp4, aac, 8000",
  })
  void theSoundIsThatOfTheSource(
      String codec, String from, int rate, int channels, String to, String expected, int heard) {
    Path clip = Tone.write(folder.resolve("tone." + from), SECONDS, codec, rate, channels);
    Written written = write("out." + to, clip);

    Heard source = Heard.of(clip);
    Heard result = Heard.of(written.file());
    assertThat(result.codec()).isEqualTo(expected);
    assertThat(result.rate()).isEqualTo(heard);
    assertThat(result.channels()).isEqualTo(channels);
    assertThat(result.likeness(source, 0.9, 1)).as("correlation").isGreaterThan(0.95);
    if (!from.equals("avi")) {
      assertThat(result.language()).isIn("deu", "ger");
    }
    boolean anew = !source.codec().equals(expected);
    assertThat(written.notes().stream().anyMatch(it -> it.contains("encoded anew as " + expected)))
        .isEqualTo(anew);
    assertThat(Clips.times(Clips.read(written.file())).get(0)).isLessThanOrEqualTo(1000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"out.mp4", "out.webm", "out.mkv"})
  void aCutClipHasTheSoundOfItsPart(String name) {
    Path tone = Tone.write(folder.resolve("tone.mkv"), 2, "pcm_s16le", 44_100, 1);
    List<VideoFrame> all = Clips.testFrames(64, 48, 50);
    Path clip =
        Clips.write(folder.resolve("c.mkv"), all, SinkOptions.defaults().withAudioFrom(tone));
    SourceOptions part = SourceOptions.all().withStart(Duration.ofMillis(600)).withMaxFrames(20);
    Written cut =
        write(name, Clips.read(clip.toString(), part), clip.toString(), SoundWish.usual());

    Heard heard = Heard.of(cut.file());
    assertThat(heard.likeness(Heard.of(clip).from(0.6), 0.7, 25)).isGreaterThan(0.95);
    assertThat(heard.endSeconds()).isBetween(0.7, 0.9);
  }

  @Test
  void aTrackIsTakenByItsNumberOrItsLanguageAndTheOthersAreNamed() {
    String clip = twoTracks().toString();
    assertThat(write("a.mkv", FRAMES, clip, SoundWish.usual()).notes())
        .anyMatch(it -> it.contains("sound track 2 (deu, aac)") && it.contains("subtitles"));
    for (String wish : List.of("2", "deu", "ger", "de", "de-AT")) {
      Written second = write("b.mp4", FRAMES, clip, new SoundWish(true, Optional.of(wish)));
      assertThat(Heard.of(second.file()).language()).as(wish).isEqualTo("deu");
      assertThat(second.notes()).anyMatch(it -> it.contains("sound track 1 (eng, aac)"));
    }
    for (String wish : List.of("3", "0", "fra", "klingon")) {
      SoundWish none = new SoundWish(true, Optional.of(wish));
      assertThatThrownBy(() -> write("c.mp4", FRAMES, clip, none))
          .isInstanceOf(MediaException.class)
          .hasMessageContainingAll("\"" + wish + "\"", "sound track 2 (deu, aac)");
    }
    Written silent = write("d.mp4", FRAMES, clip, SoundWish.none());
    assertThat(AudioTrack.open(silent.file())).isEmpty();
    assertThat(silent.notes()).hasSize(1).allMatch(it -> it.endsWith("subtitles (subrip)"));
  }

  private Path twoTracks() {
    Path file = folder.resolve("two.mkv");
    try {
      Files.write(
          file,
          SoundTest.class.getResourceAsStream("/two-sounds-and-subtitles.mkv").readAllBytes());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return file;
  }

  @Test
  void aUrlHasItsSoundToo() throws IOException {
    Path clip =
        Clips.write(
            folder.resolve("a clip.mp4"),
            FRAMES,
            SinkOptions.defaults().withAudioFrom(Tone.write(folder.resolve("t.m4a"), 1)));
    byte[] bytes = Files.readAllBytes(clip);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/c.mp4",
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      String http = "http://127.0.0.1:" + server.getAddress().getPort() + "/c.mp4";
      for (String url : List.of(clip.toUri().toString(), "file://" + clip, http)) {
        Written written = write("out.mp4", FRAMES, url, SoundWish.usual());
        assertThat(Heard.of(written.file()).likeness(Heard.of(clip), 0.9, 0))
            .as(url)
            .isGreaterThan(0.99);
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void damagedSoundIsLeftOutWithANoteAndNeverEndsTheRun() throws IOException {
    Path clip = Tone.write(folder.resolve("t.mkv"), 2, "libopus", 48_000, 2);
    try (RandomAccessFile file = new RandomAccessFile(clip.toFile(), "rw")) {
      for (long at = file.length() / 3; at < file.length() * 9 / 10; at += 40) {
        file.seek(at);
        file.write(new byte[20]);
      }
    }
    Written written = write("out.mp4", clip);

    assertThat(Clips.read(written.file())).hasSize(25);
    assertThat(written.notes()).anyMatch(it -> it.contains("sound"));
  }
}
