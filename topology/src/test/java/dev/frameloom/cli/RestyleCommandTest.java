package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.frameloom.config.Settings;
import dev.frameloom.edit.ModelCard;
import dev.frameloom.edit.Recommendation;
import dev.frameloom.edit.RegisteredMethod;
import dev.frameloom.image.ImageEncoding;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.media.Clips;
import dev.frameloom.media.SinkOptions;
import dev.frameloom.media.SourceOptions;
import dev.frameloom.media.VideoFrame;
import dev.frameloom.metric.PictureDigest;
import dev.frameloom.model.MiniatureModel;
import dev.frameloom.sample.SampleClip;
import dev.frameloom.sample.SampleScene;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RestyleCommandTest {

  private static final int FRAMES = 14;

  @TempDir static Path folder;
  private static TestCluster cluster;
  private static Path clip;

  @BeforeAll
  static void start() {
    cluster = new TestCluster();
    clip = folder.resolve("clip.mp4");
    SampleClip.write(clip, 96, 64, FRAMES);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Path out(String name) {
    return folder.resolve(name);
  }

  private static List<String> command(Path input, Path out, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("restyle", input.toString(), "--prompt", "a pencil sketch", "--steps", "2"));
    args.addAll(List.of("--out", out.toString()));
    args.addAll(List.of("--set", "models.dir=" + out("models")));
    args.addAll(List.of(more));
    return args;
  }

  private static JsonNode onCluster(Path input, Path out, String... more) {
    List<String> args = command(input, out, more);
    args.addAll(cluster.with("--json"));
    return CliRun.of(args).json();
  }

  /** Frames that fit their topic, and whose results, with what is said of them, do not. */
  @Test
  void aStreamOfWhichNoFrameComesThroughEndsAndSaysWhy() throws Exception {
    byte[] noise = new byte[145 * 145 * 3];
    new Random(3).nextBytes(noise);
    Path picture = out("noise.png");
    Files.write(picture, PictureCodec.encode(new Picture(145, 145, noise), ImageEncoding.PNG, 90));
    List<String> args = command(picture, out("noise.mp4"), "--method", "none");
    args.addAll(List.of("--set", "topics.max-record-bytes=65536"));
    args.addAll(List.of("--set", Settings.FRAME_ENCODING.key() + "=png"));
    args.addAll(cluster.with());

    CliRun.of(args).failed(ExitCode.FAILED, "nothing was restyled", "too-large");
  }

  @Test
  void aClipComesBackWithItsFramesTimesAndSoundAndTheSameBytesEveryTime() throws Exception {
    Path styled = out("styled.mp4");
    Path page = out("styled.html");
    JsonNode first = CliRun.of(command(clip, styled, "--report", page.toString(), "--json")).json();

    assertThat(first.fieldNames())
        .toIterable()
        .contains("framesIn", "framesOut", "windows", "keyframes", "stages", "fps", "warpError")
        .contains("unsteadiest")
        .contains("method", "model", "modelTrained", "seed", "encoder", "out", "digest");
    assertThat(first.get("framesIn").asInt()).isEqualTo(FRAMES);
    assertThat(first.get("framesOut").asInt()).isEqualTo(FRAMES);
    assertThat(first.get("windows").asInt()).isGreaterThan(1);
    assertThat(first.get("keyframes").asInt()).isBetween(3, FRAMES - 1);
    assertThat(first.get("stages").fieldNames())
        .toIterable()
        .contains("decode", "publish", "window", "fetch", "encodeLatent", "denoise")
        .contains("decodeLatent", "propagate", "republish", "reassemble", "mux");
    assertThat(first.get("stages").get("denoise").asDouble()).isPositive();
    assertThat(first.get("fps").asDouble()).isPositive();
    assertThat(first.get("warpError").asDouble()).isPositive();
    assertThat(first.get("unsteadiest").get("warpError").asDouble()).isPositive();
    for (JsonNode beside : List.of(first, first.get("unsteadiest"))) {
      assertThat(beside.get("edgeCorrelation").asDouble()).isGreaterThan(0.3);
      assertThat(beside.get("sobelRatio").asDouble()).isPositive();
      assertThat(beside.get("highFrequencyRatio").asDouble()).isPositive();
    }
    assertThat(first.get("method").asText()).isEqualTo("live");
    assertThat(first.get("model").asText()).isEqualTo("miniature");
    assertThat(first.get("modelTrained").asBoolean()).isTrue();
    assertThat(first.get("seed").asLong()).isZero();
    assertThat(first.get("encoder").asText()).isEqualTo("libopenh264");
    assertThat(first.get("out").asText()).isEqualTo(styled.toString());
    assertThat(first.get("digest").asText()).matches("[0-9a-f]{64}");
    assertThat(first.get("warnings")).hasSize(1);
    assertThat(first.get("warnings").get(0).asText())
        .contains("96x64", "miniature", "128 pixels", "--size");
    assertThat(first.get("steps").asInt()).isEqualTo(2);
    assertThat(first.get("recommended").toString()).isEqualTo("[\"strength\",\"guidanceScale\"]");
    assertThat(first.get("recommendation").asText()).isEqualTo("recommended by miniature for live");
    Recommendation own =
        ModelCard.parse(new MiniatureModel().card(), "its card").of(RegisteredMethod.LIVE);
    assertThat(first.get("strength").asDouble()).isEqualTo(own.strength().orElseThrow());
    assertThat(first.get("guidanceScale").asDouble()).isEqualTo(own.guidanceScale().orElseThrow());
    assertThat(page)
        .content()
        .contains("styled.mp4", "a pencil sketch", "14 frames of 96 × 64", "edit.strength")
        .contains(", recommended by miniature for live")
        .contains(first.get("modelRevision").asText());

    assertThat(Clips.times(Clips.read(styled))).isEqualTo(Clips.times(Clips.read(clip)));
    assertThat(Clips.sound(styled))
        .hasSizeGreaterThan(10)
        .usingRecursiveComparison()
        .isEqualTo(Clips.sound(clip));

    JsonNode again = onCluster(clip, out("again.mp4"));
    JsonNode otherSeed = onCluster(clip, out("other.mp4"), "--seed", "7");
    assertThat(again.get("digest")).isEqualTo(first.get("digest"));
    assertThat(again.get("modelRevision")).isEqualTo(first.get("modelRevision"));
    assertThat(otherSeed.get("digest")).isNotEqualTo(first.get("digest"));
    assertThat(otherSeed.get("seed").asLong()).isEqualTo(7);
    assertThat(leftOnCluster()).isEmpty();
  }

  /** Topics of runs; an outside cluster is left as it was. */
  private static Set<String> leftOnCluster() throws Exception {
    try (Admin admin = Admin.create(cluster.connection().kafkaProperties())) {
      return admin.listTopics().names().get().stream()
          .filter(name -> name.startsWith("frameloom."))
          .collect(java.util.stream.Collectors.toSet());
    }
  }

  @Test
  void oneFrameOfOddSizeWithALongPromptIsStyledAndTheLostWordsAreNamed() {
    List<VideoFrame> one = List.of(new VideoFrame(new SampleScene(97, 65).frame(0), 0, 100_000));
    Path pictures = out("odd%03d.png");
    Clips.write(pictures, one, SinkOptions.defaults());
    String prompt = "ink " + "drawn with a fine old pen ".repeat(12) + "zebra";

    List<String> args = command(pictures, out("odd.mp4"), "--fps", "10", "--prompt", prompt);
    args.remove("--prompt");
    args.remove("a pencil sketch");
    args.addAll(TestModels.flags());
    CliRun run = CliRun.of(cluster.with(args.toArray(String[]::new))).succeeded();

    assertThat(run.out())
        .contains("1 in, 1 out", "UNTRAINED", "libopenh264")
        .containsPattern("settings +steps 2, strength 0.4, guidance 5\\s")
        .containsPattern("to be seen +edge correlation [0-9.-]+, edge energy [0-9.]+")
        .containsPattern("note +the prompt is longer than the 77 tokens.* zebra")
        .containsPattern("note +padded from 97x65 to 98x66");
    List<VideoFrame> styled = Clips.read(out("odd.mp4"));
    assertThat(styled).hasSize(1);
    assertThat(styled.get(0).picture().width()).isEqualTo(98);
  }

  @Test
  void aVariableFrameRateSurvives() {
    long[] times = {0, 40_000, 50_000, 210_000, 250_000, 777_000, 800_000};
    SampleScene scene = new SampleScene(64, 48);
    List<VideoFrame> frames = new ArrayList<>();
    for (int i = 0; i < times.length; i++) {
      frames.add(new VideoFrame(scene.frame(i), times[i], 0));
    }
    Path uneven = Clips.write(out("uneven.mp4"), frames, SinkOptions.defaults());

    JsonNode summary = onCluster(uneven, out("uneven-styled.mp4"), "--method", "none");
    assertThat(summary.get("framesOut").asInt()).isEqualTo(times.length);
    assertThat(Clips.times(Clips.read(out("uneven-styled.mp4"))))
        .isEqualTo(Clips.times(Clips.read(uneven)));
  }

  @Test
  void thePartRateAndSizeThatAreAskedForArePublished() {
    JsonNode summary =
        onCluster(
            clip,
            out("part.mp4"),
            "--method",
            "none",
            "--start",
            "0.25",
            "--max-frames",
            "3",
            "--fps",
            "12",
            "--size",
            "48x0");
    assertThat(summary.get("framesIn").asInt()).isEqualTo(3);
    assertThat(summary.get("framesOut").asInt()).isEqualTo(3);
    List<VideoFrame> part = Clips.read(out("part.mp4"));
    assertThat(part)
        .allSatisfy(
            frame -> {
              assertThat(frame.picture().width()).isEqualTo(48);
              assertThat(frame.picture().height()).isEqualTo(32);
            });
    List<Long> expected =
        Clips.times(
            Clips.read(
                clip.toString(),
                SourceOptions.all()
                    .withStart(java.time.Duration.ofMillis(250))
                    .withFps(12)
                    .withMaxFrames(3)));
    assertThat(Clips.times(part).stream().map(time -> time - Clips.times(part).get(0)))
        .isEqualTo(expected.stream().map(time -> time - expected.get(0)).toList());
  }

  @Test
  void theIdentityLosesNothingAndItsDigestIsThatOfTheSource() {
    PictureDigest source = new PictureDigest();
    Clips.read(clip).forEach(frame -> source.add(frame.picture()));
    JsonNode summary =
        onCluster(
            clip,
            out("same.mkv"),
            "--method",
            "none",
            "--lossless",
            "--set",
            "ingest.encoding=png");
    assertThat(summary.get("digest").asText()).isEqualTo(source.finish());
    assertThat(summary.get("method").asText()).isEqualTo("none");
    assertThat(summary.get("model").asText()).isEmpty();
    assertThat(summary.get("keyframes").asInt()).isZero();
  }

  @Test
  void aSceneCutClosesItsWindow() {
    SampleScene scene = new SampleScene(64, 48);
    List<VideoFrame> frames = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Picture picture = scene.frame(i);
      frames.add(new VideoFrame(i < 4 ? picture : negative(picture), i * 40_000L, 40_000));
    }
    Path cut = Clips.write(out("cut.mp4"), frames, SinkOptions.defaults());
    JsonNode seen = onCluster(cut, out("cut1.mp4"), "--method", "none");
    JsonNode unseen = onCluster(cut, out("cut2.mp4"), "--method", "none", "--scene-cut", "0");
    assertThat(unseen.get("windows").asInt()).isEqualTo(1);
    assertThat(seen.get("windows").asInt()).isEqualTo(2);
    assertThat(seen.get("framesOut").asInt()).isEqualTo(8);
    assertThat(seen.get("digest")).isEqualTo(unseen.get("digest"));
  }

  private static Picture negative(Picture picture) {
    byte[] rgb = picture.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) ~rgb[i];
    }
    return new Picture(picture.width(), picture.height(), rgb);
  }
}
