package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioCopyTest {

  @TempDir Path folder;
  private Path clip;

  @BeforeEach
  void makeClip() {
    Path tone = Tone.write(folder.resolve("tone.m4a"), 2);
    clip =
        Clips.write(
            folder.resolve("clip.mp4"),
            Clips.testFrames(64, 48, 50),
            SinkOptions.defaults().withAudioFrom(tone));
  }

  private Path rewritten(SourceOptions part) {
    return Clips.write(
        folder.resolve("out.mp4"),
        Clips.read(clip.toString(), part),
        SinkOptions.defaults().withAudioFrom(clip));
  }

  @Test
  void theSoundOfAWholeClipIsCopiedPacketByPacket() {
    List<Clips.Sound> before = Clips.sound(clip);
    List<Clips.Sound> after = Clips.sound(rewritten(SourceOptions.all()));

    assertThat(before).hasSizeGreaterThan(80);
    assertThat(after).usingRecursiveComparison().isEqualTo(before);
  }

  @Test
  void aLimitedClipKeepsTheSoundUpToItsEnd() {
    List<Clips.Sound> before = Clips.sound(clip);
    List<Clips.Sound> after = Clips.sound(rewritten(SourceOptions.all().withMaxFrames(20)));

    assertThat(after).usingRecursiveComparison().isEqualTo(before.subList(0, after.size()));
    assertThat(after.get(after.size() - 1).timeUs()).isBetween(770_000L, 800_000L);
  }

  @Test
  void aClipFromAStartOnHasItsSoundMovedWithIt() {
    List<Clips.Sound> before = Clips.sound(clip);
    SourceOptions part = SourceOptions.all().withStart(Duration.ofMillis(800)).withMaxFrames(10);
    List<Clips.Sound> after = Clips.sound(rewritten(part));

    Clips.Sound first =
        before.stream().filter(packet -> packet.timeUs() >= 800_000).findFirst().orElseThrow();
    assertThat(after.get(0).bytes()).isEqualTo(first.bytes());
    assertThat(after.get(0).timeUs()).isBetween(first.timeUs() - 800_030, first.timeUs() - 799_970);
    assertThat(after.get(after.size() - 1).timeUs()).isLessThan(400_000);
    assertThat(Clips.times(Clips.read(folder.resolve("out.mp4")))).startsWith(0L).hasSize(10);
  }

  @Test
  void aClipWithoutSoundIsWrittenWithout() {
    Path silent =
        Clips.write(
            folder.resolve("silent.mp4"), Clips.testFrames(64, 48, 3), SinkOptions.defaults());

    Path out =
        Clips.write(
            folder.resolve("out.mp4"),
            Clips.read(silent),
            SinkOptions.defaults().withAudioFrom(silent));

    assertThat(AudioTrack.open(out)).isEmpty();
  }

  @Test
  void soundGoesIntoMatroskaToo() {
    Path out =
        Clips.write(
            folder.resolve("out.mkv"),
            Clips.read(clip),
            SinkOptions.defaults().withAudioFrom(clip));

    assertThat(Clips.sound(out).stream().map(Clips.Sound::bytes).toList())
        .usingRecursiveComparison()
        .isEqualTo(Clips.sound(clip).stream().map(Clips.Sound::bytes).toList());
  }
}
