package dev.frameloom.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.avro.ArrivedFrame;
import dev.frameloom.avro.EditSpec;
import dev.frameloom.avro.FrameRef;
import dev.frameloom.avro.KeyframeWindow;
import dev.frameloom.avro.WindowingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class WindowAssemblerPropertyTest {

  private static final long FAR_FUTURE = 1L << 50;

  @Property(tries = 500)
  void anyOrderWithinGraceGivesTheWindowsOfTheSortedStream(
      @ForAll Random random,
      @ForAll @IntRange(min = 2, max = 4) int keyframes,
      @ForAll @IntRange(min = 1, max = 4) int interval,
      @ForAll @IntRange(min = 0, max = 6) int grace,
      @ForAll @IntRange(min = 1, max = 40) int length) {
    EditSpec edit =
        Frames.edit()
            .setWindowKeyframes(keyframes)
            .setKeyframeInterval(interval)
            .setGraceFrames(grace)
            .build();
    List<ArrivedFrame> sorted = stream(random, length);
    List<KeyframeWindow> expected = closed(run(edit, sorted));
    assertThat(closed(run(edit, Frames.shuffled(sorted, grace, random)))).isEqualTo(expected);
    assertThat(expected.stream().map(WindowAssemblerPropertyTest::describe))
        .isEqualTo(WindowOracle.windows(sorted, edit));
  }

  @Property(tries = 2000)
  void windowsTileTheStreamWhateverComesInWhateverOrder(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 60) int length) {
    EditSpec edit = Frames.edit().setGraceFrames(random.nextInt(5)).build();
    List<ArrivedFrame> frames = new ArrayList<>(stream(random, length));
    for (int i = random.nextInt(10); i > 0; i--) {
      frames.add(random.nextInt(frames.size()), frames.get(random.nextInt(frames.size())));
    }
    frames = Frames.shuffled(frames, 12, random);
    List<WindowAction> actions = new ArrayList<>();
    WindowAssembler assembler = WindowAssembler.begin(edit);
    long now = 0;
    int revision = 1;
    for (ArrivedFrame frame : frames) {
      now += random.nextInt(400);
      actions.addAll(assembler.accept(frame, now));
      now += random.nextInt(10) == 0 ? 1500 : 0;
      actions.addAll(assembler.tick(now));
      if (random.nextInt(10) == 0) {
        revision++;
        long from = random.nextBoolean() ? 0 : random.nextInt(length);
        EditSpec next =
            EditSpec.newBuilder(edit).setRevision(revision).setFromSequence(from).build();
        actions.addAll(assembler.revise(next));
      }
      assembler = WindowAssembler.resume(restarted(assembler.state()));
    }
    actions.addAll(assembler.tick(FAR_FUTURE));
    List<KeyframeWindow> windows = closed(actions);
    WindowGuarantees.assertTiled(windows);
    long accounted =
        windows.stream().mapToLong(w -> w.getFrames().size() - w.getPublishFrom()).sum()
            + actions.stream().filter(a -> a instanceof WindowAction.Duplicate).count()
            + actions.stream().filter(a -> a instanceof WindowAction.Late).count()
            + frames.stream().filter(f -> !f.getReadable()).count();
    // duplicates and late ones among the unreadable are counted twice
    assertThat(accounted).isGreaterThanOrEqualTo(frames.size());
  }

  @Property(tries = 500)
  void strayFramesFarAwayChangeNoWindowOfTheStream(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int length) {
    EditSpec edit = Frames.edit().setGraceFrames(random.nextInt(5)).build();
    List<ArrivedFrame> stream = stream(random, length);
    List<ArrivedFrame> disturbed = new ArrayList<>();
    int strays = 0;
    for (ArrivedFrame frame : stream) {
      for (int i = random.nextInt(FarFrames.RUN); i > 0; i--) {
        long sequence = 2_000 + random.nextLong(Sequences.MAX - 2_000);
        disturbed.add(Frames.builder(sequence).setEndOfStream(random.nextBoolean()).build());
        strays++;
      }
      disturbed.add(frame);
    }
    List<WindowAction> actions = run(edit, disturbed);
    assertThat(closed(actions)).isEqualTo(closed(run(edit, stream)));
    assertThat(actions.stream().filter(a -> a instanceof WindowAction.Far)).hasSize(strays);
  }

  /** A stream with holes, cuts, unreadable frames and changing sizes, in order. */
  private static List<ArrivedFrame> stream(Random random, int length) {
    List<ArrivedFrame> frames = new ArrayList<>();
    long start = random.nextBoolean() ? 0 : random.nextInt(500);
    int grey = 0;
    int width = 64;
    boolean ends = random.nextBoolean();
    for (int i = 0; i < length; i++) {
      boolean last = i == length - 1;
      grey = random.nextInt(8) == 0 ? (grey + 100) % 200 : grey;
      width = random.nextInt(20) == 0 ? 64 + 64 - width + 32 : width;
      if (random.nextInt(8) == 0 && !last && i > 0) {
        continue;
      }
      boolean readable = random.nextInt(10) > 0;
      ArrivedFrame plain = Frames.grey(start + i, grey);
      frames.add(
          new ArrivedFrame(
              plain.getRef(),
              width,
              48,
              readable,
              readable ? plain.getThumbnail() : null,
              last && ends,
              -1L));
    }
    return frames;
  }

  private static List<WindowAction> run(EditSpec edit, List<ArrivedFrame> frames) {
    WindowAssembler assembler = WindowAssembler.begin(edit);
    List<WindowAction> actions = new ArrayList<>();
    for (ArrivedFrame frame : frames) {
      actions.addAll(assembler.accept(frame, 1));
    }
    actions.addAll(assembler.tick(FAR_FUTURE));
    return actions;
  }

  private static List<KeyframeWindow> closed(List<WindowAction> actions) {
    return actions.stream()
        .filter(a -> a instanceof WindowAction.Close)
        .map(a -> ((WindowAction.Close) a).window())
        .toList();
  }

  private static WindowingState restarted(WindowingState state) {
    try {
      return WindowingState.fromByteBuffer(state.toByteBuffer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String describe(KeyframeWindow window) {
    List<Long> published =
        window.getFrames().stream()
            .skip(window.getPublishFrom())
            .map(FrameRef::getSequence)
            .toList();
    return window.getFirstSequence()
        + "-"
        + window.getLastSequence()
        + ":"
        + published
        + "/"
        + new ArrayList<>(new TreeSet<>(window.getMissing()));
  }
}
