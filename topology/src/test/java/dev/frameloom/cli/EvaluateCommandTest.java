package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.frameloom.image.Picture;
import dev.frameloom.image.Raster;
import dev.frameloom.image.RasterFilters;
import dev.frameloom.media.Clips;
import dev.frameloom.media.SinkOptions;
import dev.frameloom.media.VideoFrame;
import dev.frameloom.sample.SampleClip;
import dev.frameloom.sample.SampleScene;
import dev.frameloom.weights.SafetensorsWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on real files. */
class EvaluateCommandTest {

  private static final int FRAMES = 12;
  private static final int JOLT = 5;
  private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)[^>]*>");
  private static final Set<String> VOID = Set.of("meta", "img");

  @TempDir static Path folder;
  private static Path clip;
  private static Path flickering;

  @BeforeAll
  static void clips() {
    clip = folder.resolve("clip.mp4");
    SampleClip.write(clip, 96, 64, FRAMES);
    flickering = written("flickering.mp4", 96, 64, FRAMES);
  }

  /** The negative of the sample clip, brighter from one frame on. */
  private static Path written(String name, int width, int height, int count) {
    SampleScene scene = new SampleScene(width, height);
    List<VideoFrame> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] rgb = scene.frame(i).rgb();
      for (int k = 0; k < rgb.length; k++) {
        rgb[k] = (byte) Math.min(255, 255 - (rgb[k] & 0xff) + (i < JOLT ? 0 : 50));
      }
      frames.add(new VideoFrame(new Picture(width, height, rgb), i * 1_000_000L / 24, 41_667));
    }
    return Clips.write(folder.resolve(name), frames, SinkOptions.defaults().withFrameRate(24));
  }

  private static CliRun evaluate(Object source, Object edited, String... more) {
    List<String> args = new ArrayList<>(List.of("evaluate", source.toString(), edited.toString()));
    args.addAll(List.of(more));
    return CliRun.of(args);
  }

  @Test
  void machines_are_told_every_figure_and_where_the_jolt_is() {
    JsonNode found = evaluate(clip, flickering, "--json").json();

    for (String key : List.of("edgeCorrelation", "sobelRatio", "highFrequencyRatio")) {
      assertThat(found.path(key).isNumber()).as(key).isTrue();
      assertThat(found.path("worst").get(0).path(key).isNumber()).as(key).isTrue();
    }
    for (String key : List.of("warpError", "pixelMse", "psnr", "ssim", "sourceWarpError")) {
      assertThat(found.path(key).isNumber()).as(key).isTrue();
    }
    for (String key : List.of("clipScore", "temCon", "framAcc", "lpips")) {
      assertThat(found.has(key)).as("%s without its weights", key).isFalse();
    }
    assertThat(found.path("warpError").asDouble())
        .isGreaterThan(2 * found.path("sourceWarpError").asDouble());
    assertThat(found.path("frames").asInt()).isEqualTo(FRAMES);
    assertThat(found.path("pairs").asInt()).isEqualTo(FRAMES - 1);
    assertThat(found.path("worst").get(0).path("frame").asInt()).isEqualTo(JOLT);
    assertThat(found.path("warnings")).isEmpty();
    assertThat(found.path("settings").path("Source").asText()).contains("96 × 64", "24.0 frames/s");
  }

  @Test
  void a_video_beside_itself_has_what_the_source_has() {
    JsonNode found = evaluate(clip, clip, "--json").json();

    assertThat(found.path("warpError")).isEqualTo(found.path("sourceWarpError"));
    assertThat(found.path("ssim").asDouble()).isCloseTo(1, within(1e-9));
    assertThat(found.path("edgeCorrelation").asDouble()).isCloseTo(1, within(1e-9));
    assertThat(found.path("sobelRatio").asDouble()).isEqualTo(1);
    assertThat(found.path("highFrequencyRatio").asDouble()).isEqualTo(1);
    assertThat(found.path("psnr").asDouble()).isBetween(80.0, 120.0);
    assertThat(found.path("sourceDigest")).isEqualTo(found.path("editedDigest"));
  }

  @Test
  void a_blur_and_a_blank_are_steadier_than_the_source_and_seen_to_be_nothing_else() {
    Path blurred =
        edited("blurred.mp4", picture -> RasterFilters.blur(Raster.of(picture), 6).picture());
    Path blank =
        edited("blank.mp4", picture -> new Picture(96, 64, new byte[picture.rgb().length]));
    JsonNode soft = evaluate(clip, blurred, "--json").json();
    JsonNode nothing = evaluate(clip, blank, "--json").json();
    JsonNode invented = evaluate(blank, clip, "--json").json();

    double floor = soft.path("sourceWarpError").asDouble();
    assertThat(soft.path("warpError").asDouble()).isLessThan(floor);
    assertThat(soft.path("edgeCorrelation").asDouble()).isLessThan(0.7);
    assertThat(soft.path("sobelRatio").asDouble()).isLessThan(0.2);
    assertThat(nothing.path("warpError").asDouble()).isLessThan(floor);
    assertThat(nothing.path("edgeCorrelation").asDouble()).isLessThan(0.1);
    assertThat(nothing.path("sobelRatio").asDouble()).isLessThan(0.01);
    assertThat(nothing.path("highFrequencyRatio").asDouble()).isLessThan(0.05);
    assertThat(invented.path("edgeCorrelation").isNull()).isTrue();
    assertThat(invented.path("sobelRatio").asDouble()).isGreaterThan(100);
  }

  /** The sample clip, each frame changed. */
  private static Path edited(String name, UnaryOperator<Picture> edit) {
    SampleScene scene = new SampleScene(96, 64);
    List<VideoFrame> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      frames.add(new VideoFrame(edit.apply(scene.frame(i)), i * 1_000_000L / 24, 41_667));
    }
    return Clips.write(folder.resolve(name), frames, SinkOptions.defaults().withFrameRate(24));
  }

  @Test
  void people_get_a_table_that_says_which_way_is_better() {
    assertThat(evaluate(clip, flickering).succeeded().out())
        .contains("12 frames of 96x64, 11 pairs")
        .containsPattern("Warp error +[0-9.]+ × 10⁻³ +lower is steadier")
        .containsPattern("Edge correlation +[0-9.-]+ +higher keeps")
        .containsPattern("Edge energy +[0-9.]+ +1 is as sharp")
        .containsPattern("PSNR +[0-9.]+ dB +higher is nearer")
        .contains("of the source");
  }

  @Test
  void the_page_is_whole_escaped_the_same_every_time_and_asks_for_nothing_else() throws Exception {
    Path named = Files.copy(flickering, folder.resolve("a&<b>\"'.mp4"));
    Path page = folder.resolve("report.html");
    String prompt = "ink & \"pen\" </title><script>alert('x')</script>";
    JsonNode found =
        evaluate(clip, named, "--prompt", prompt, "--report", page.toString(), "--json").json();
    String html = Files.readString(page);

    assertThat(found.path("report").asText()).isEqualTo(page.toString());
    assertThat(found.path("prompt").asText()).isEqualTo(prompt);
    assertThat(html)
        .contains("ink &amp; &quot;pen&quot; &lt;/title&gt;&lt;script&gt;")
        .contains("a&amp;&lt;b&gt;&quot;&#39;.mp4")
        .doesNotContain("<script", "http:", "https:", "<link", "url(", "@import")
        .contains("Warp error", "lower is steadier", "Made with", "SHA-256")
        .contains("Frame " + JOLT, "class=\"line edited\"", "frames 4 to 5:")
        .contains("class=\"line edges\"", "class=\"line energy\"", "class=\"line fine\"")
        .containsPattern("frames 4 to 5: edge correlation [0-9.-]+, edge energy [0-9.]+");
    assertBalanced(html);
    assertThat(count(html, "<img ")).as("sheet, slices, worst frames").isGreaterThan(16 + 2 + 2);
    assertThat(count(html, "src=\"data:image/")).isEqualTo(count(html, "<img "));

    evaluate(clip, named, "--prompt", prompt, "--report", page.toString()).succeeded();
    assertThat(Files.readString(page)).isEqualTo(html);
  }

  private static void assertBalanced(String html) {
    Deque<String> open = new ArrayDeque<>();
    String body = html.replaceAll("(?s)<style>.*</style>", "");
    Matcher tags = TAG.matcher(body);
    while (tags.find()) {
      if (VOID.contains(tags.group(2))) {
        continue;
      }
      if (tags.group(1).isEmpty()) {
        open.push(tags.group(2));
      } else {
        assertThat(open.pop()).isEqualTo(tags.group(2));
      }
    }
    assertThat(open).isEmpty();
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void one_frame_has_no_figure_that_needs_two() {
    Path page = folder.resolve("one.html");
    JsonNode found =
        evaluate(clip, flickering, "--max-frames=1", "--report=" + page, "--json").json();

    assertThat(found.path("warpError").isNull()).isTrue();
    assertThat(found.path("pixelMse").isNull()).isTrue();
    assertThat(found.path("sourceWarpError").isNull()).isTrue();
    assertThat(found.path("psnr").isNumber()).isTrue();
    assertThat(found.path("worst")).isEmpty();
    assertThat(found.path("warnings")).isEmpty();
    assertThat(page).content().contains("1 frame of 96 × 64", "No two frames could be compared");
  }

  @Test
  void frames_that_only_one_of_the_videos_has_are_left_out_and_that_is_said() {
    Path shorter = written("shorter.mp4", 96, 64, 8);
    JsonNode found = evaluate(clip, shorter, "--json").json();
    assertThat(found.path("frames").asInt()).isEqualTo(8);
    assertThat(found.path("warnings").toString())
        .contains("shorter.mp4 ends after 8 frames", "clip.mp4 goes on");
    assertThat(evaluate(shorter, clip).succeeded().out()).contains("note: ", "goes on");
  }

  @Test
  void the_source_is_read_as_it_was_when_it_was_edited() {
    Path part = folder.resolve("part.mp4");
    Clips.write(part, Clips.read(clip).subList(4, 8), SinkOptions.defaults().withFrameRate(24));
    JsonNode found = evaluate(clip, part, "--start=0.16666", "--max-frames=4", "--json").json();
    assertThat(found.path("frames").asInt()).isEqualTo(4);
    assertThat(found.path("psnr").asDouble()).isGreaterThan(25);
    assertThat(found.path("warnings")).isEmpty();
  }

  @Test
  void frames_that_are_shown_at_other_times_are_pointed_out() {
    Path slow = folder.resolve("slow.mp4");
    List<VideoFrame> frames = new ArrayList<>();
    Clips.read(clip)
        .forEach(it -> frames.add(new VideoFrame(it.picture(), 2 * it.captureTimeUs(), 83_333)));
    Clips.write(slow, frames, SinkOptions.defaults().withFrameRate(12));
    assertThat(evaluate(clip, slow, "--json").json().path("warnings").toString())
        .contains("are these the same frames?", "--fps");
  }

  @Test
  void other_sizes_are_refused_until_one_is_named() {
    Path small = written("small.mp4", 48, 32, FRAMES);
    evaluate(clip, small)
        .failed(ExitCode.MEDIA, "clip.mp4 has 96x64", "small.mp4 48x32", "--size 48x32");
    JsonNode found = evaluate(clip, small, "--size=48x32", "--json").json();
    assertThat(found.path("width").asInt()).isEqualTo(48);
    JsonNode scaled = evaluate(clip, small, "--size=64x0", "--json").json();
    assertThat(scaled.path("width").asInt()).isEqualTo(64);
    assertThat(scaled.path("warnings").toString()).contains("scaled from 48x32 to 64x42");
  }

  @Test
  void what_can_not_be_evaluated_is_said_before_any_work() throws IOException {
    Path text = Files.writeString(folder.resolve("text.mp4"), "once upon a time");
    evaluate(clip, text).failed(ExitCode.MEDIA, "text.mp4");
    evaluate(text, clip).failed(ExitCode.MEDIA, "text.mp4");
    evaluate(clip, folder.resolve("absent.mp4")).failed(ExitCode.MEDIA, "absent.mp4");
    evaluate(clip, flickering, "--report=" + folder.resolve("absent/r.html"))
        .failed(ExitCode.MEDIA, "r.html");
    evaluate(clip, flickering, "--report=" + folder).failed(ExitCode.MEDIA, "can't be written");
    evaluate(clip, flickering, "--row=64").failed(ExitCode.USAGE, "0 to 63, found 64");
    evaluate(clip, flickering, "--row=-1").failed(ExitCode.USAGE, "found -1");
    evaluate(clip, flickering, "--size=0x0").failed(ExitCode.USAGE, "size");
    CliRun.of("evaluate", clip.toString()).failed(ExitCode.USAGE, "EDITED");
  }

  @Test
  void motion_is_found_by_the_network_that_is_named() throws IOException {
    Path network = Files.createDirectories(folder.resolve("models/stillness"));
    writeZeros("/golden/flow/raft_small.json", network.resolve("model.safetensors"));
    Files.writeString(network.resolve("config.json"), "{\"model_type\": \"raft_small\"}");
    String models = "models.dir=" + folder.resolve("models");
    JsonNode found =
        evaluate(clip, flickering, "--flow=stillness", "--max-frames=2", "--json", "--set", models)
            .json();
    assertThat(found.path("settings").path("Flow").asText()).isEqualTo("stillness");
    assertThat(found.path("warpError").asDouble()).isPositive();
    // without any motion all pixels count for both
    assertThat(found.path("warpError")).isEqualTo(found.path("pixelMse"));
  }

  private static void writeZeros(String layout, Path file) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    try (InputStream in = EvaluateCommandTest.class.getResourceAsStream(layout)) {
      JsonNode shapes = new ObjectMapper().readTree(in).path("shapes");
      for (Map.Entry<String, JsonNode> tensor : shapes.properties()) {
        long[] shape =
            Pattern.compile(" ")
                .splitAsStream(tensor.getValue().asText())
                .filter(it -> !it.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        int count = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
        writer.add(tensor.getKey(), new float[count], shape);
      }
    }
    writer.write(file);
  }

  @Test
  void networks_that_are_not_there_or_are_others_are_model_errors() {
    String models = "models.dir=" + TestModels.root();
    evaluate(clip, flickering, "--flow=absent", "--set", models)
        .failed(ExitCode.MODEL, "no model absent", "models import");
    evaluate(clip, flickering, "--flow=tiny", "--set", models).failed(ExitCode.MODEL, "tiny");
  }

  @Test
  void what_needs_weights_is_measured_where_they_are_given() throws IOException {
    List<String> files = List.of("config.json", "model.safetensors", "vocab.json", "merges.txt");
    Path clipModel = Files.createDirectories(folder.resolve("models/sees"));
    for (String file : files) {
      try (InputStream in =
          EvaluateCommandTest.class.getResourceAsStream("/golden/clip/quick/" + file)) {
        Files.copy(in, clipModel.resolve(file));
      }
    }
    writeAlexNet(Files.createDirectories(folder.resolve("models/looks")));
    Path page = folder.resolve("learned.html");
    String models = "models.dir=" + folder.resolve("models");
    List<String> words = List.of("--prompt=ink", "--source-prompt=a wheel", "--max-frames=3");
    List<String> args = new ArrayList<>(words);
    args.addAll(List.of("--clip=sees", "--lpips=looks", "--report=" + page, "--json"));
    args.addAll(List.of("--set", models));
    JsonNode found = evaluate(clip, flickering, args.toArray(String[]::new)).json();

    for (String key : List.of("clipScore", "temCon")) {
      assertThat(found.path(key).asDouble(9)).as(key).isBetween(-1.0, 1.0);
    }
    assertThat(found.path("framAcc").asDouble(9)).isBetween(0.0, 1.0);
    assertThat(found.path("lpips").asDouble()).isPositive();
    assertThat(found.path("settings").path("CLIP").asText()).isEqualTo("sees");
    assertThat(page).content().contains("Tem-Con", "Fram-Acc", "CLIP score", "LPIPS", "a wheel");

    JsonNode one =
        evaluate(clip, flickering, "--max-frames=1", "--clip=sees", "--json", "--set", models)
            .json();
    assertThat(one.path("temCon").isNull()).as("of one frame").isTrue();
    assertThat(one.has("clipScore")).as("without a prompt").isFalse();
  }

  private static void writeAlexNet(Path folder) throws IOException {
    Random random = new Random(1);
    SafetensorsWriter writer = new SafetensorsWriter();
    long[][] shapes = {
      {0, 64, 3, 11}, {3, 192, 64, 5}, {6, 384, 192, 3}, {8, 256, 384, 3}, {10, 256, 256, 3}
    };
    for (int i = 0; i < shapes.length; i++) {
      String name = "features." + shapes[i][0];
      long out = shapes[i][1];
      long in = shapes[i][2];
      long side = shapes[i][3];
      float[] values = new float[(int) (out * in * side * side)];
      for (int k = 0; k < values.length; k++) {
        values[k] = (float) random.nextGaussian() / (float) Math.sqrt(values.length / (double) out);
      }
      writer.add(name + ".weight", values, out, in, side, side);
      writer.add(name + ".bias", new float[(int) out], out);
      float[] ones = new float[(int) out];
      Arrays.fill(ones, 0.01f);
      writer.add("lin" + i + ".model.1.weight", ones, 1, out, 1, 1);
    }
    writer.write(folder.resolve("model.safetensors"));
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"lpips_alex\"}");
  }

  @Test
  void a_prompt_that_nothing_is_measured_by_is_pointed_out() {
    String models = "models.dir=" + folder;
    assertThat(evaluate(clip, flickering, "--max-frames=1", "--prompt=ink").succeeded().err())
        .contains("no --clip");
    evaluate(clip, flickering, "--source-prompt=a wheel")
        .failed(ExitCode.USAGE, "--prompt, which is missing");
    evaluate(clip, flickering, "--clip=absent", "--set", models)
        .failed(ExitCode.MODEL, "no model absent");
    evaluate(clip, flickering, "--lpips=absent", "--set", models)
        .failed(ExitCode.MODEL, "no model absent");
  }
}
