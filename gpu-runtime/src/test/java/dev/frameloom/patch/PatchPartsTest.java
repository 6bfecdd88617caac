package dev.frameloom.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.frameloom.image.TestPictures;
import dev.frameloom.patch.Matches.Extent;
import dev.frameloom.patch.PatchScenes.Scene;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The parts of a synthesis, each by its definition. */
class PatchPartsTest {

  @Test
  void levelsAreSampledAtTheirUpperLeftPixelsAndTruncated() {
    Levels levels = new Levels(5, 4, 1, new byte[20]);
    for (int i = 0; i < 20; i++) {
      levels.values()[i] = (byte) (i * 12);
    }

    Levels half = levels.resampled(2, 2); // at (2.5 x, 2.5 y): the ratio of the widths is for both

    assertThat(half.values())
        .containsExactly(
            0,
            (byte) (int) (2.5 * 12),
            (byte) (int) (2.5 * 60),
            (byte) (int) (2.5 * 12 + 2.5 * 60));
    assertThat(levels.resampled(5, 4)).isSameAs(levels);
  }

  @Test
  void finerMatchesAreTwiceAsFarAndAPatchFromTheBorder() {
    int[] coarse = {Matches.at(2, 3), Matches.at(7, 2)};

    int[] fine = Matches.doubled(coarse, new Extent(2, 1), new Extent(5, 2), new Extent(20, 16), 5);

    assertThat(fine)
        .containsExactly(
            Matches.at(5, 6),
            Matches.at(5, 6),
            Matches.at(14, 5),
            Matches.at(14, 5), // 15, but for the border
            Matches.at(14, 5),
            Matches.at(5, 7),
            Matches.at(5, 7),
            Matches.at(14, 5),
            Matches.at(14, 5),
            Matches.at(14, 5));
  }

  @Test
  void firstMatchesAreAnywhereAPatchLiesInside() {
    int[] matches = Matches.random(new Extent(60, 60), new Extent(9, 7), 5, 4);

    assertThat(Arrays.stream(matches).map(Matches::x).boxed()).allMatch(x -> x >= 2 && x <= 6);
    assertThat(Arrays.stream(matches).map(Matches::y).boxed()).allMatch(y -> y >= 2 && y <= 4);
    assertThat(matches).contains(Matches.at(2, 2), Matches.at(6, 4), Matches.at(4, 3));
  }

  @Test
  void useIsCountedByPixelsThatPatchesShareAndKeptUpToDate() {
    Random random = new Random(1);
    int[] matches = Matches.random(new Extent(9, 8), new Extent(16, 12), 5, 7);
    Occupancy occupancy = Occupancy.of(matches, 16, 12, 2, 3500);
    for (int change = 0; change < 50; change++) {
      int at = random.nextInt(matches.length);
      int to = Matches.at(2 + random.nextInt(12), 2 + random.nextInt(8));
      occupancy.move(matches[at], to);
      matches[at] = to;
    }

    for (int match : SlowPatches.all(16, 12, 5)) {
      assertThat(occupancy.price(match))
          .isCloseTo(3500 * SlowPatches.occupancy(matches, 16, 12, 5, match), within(1e-6));
    }
  }

  @Test
  void votesAreTheMeansOfWhatPatchesSayTruncated() {
    Levels style = Levels.of(TestPictures.waves(20, 18, 0, 0));
    int[] matches = Matches.random(new Extent(11, 9), new Extent(20, 18), 5, 7);
    byte[] picture = new byte[11 * 9 * 3];

    new PatchVote(style, 5, 11, 9, matches).rows(picture, 0, 9);

    for (int i = 0; i < picture.length; i++) {
      int sum = 0;
      int count = 0;
      for (int p = 0; p < 25; p++) {
        int x = (i / 3) % 11 + p % 5 - 2;
        int y = i / 33 + p / 5 - 2;
        if (x >= 0 && x < 11 && y >= 0 && y < 9) {
          int match = matches[y * 11 + x];
          int sx = Matches.x(match) - p % 5 + 2;
          int sy = Matches.y(match) - p / 5 + 2;
          sum += SlowPatches.level(style, sx, sy, i % 3);
          count++;
        }
      }
      assertThat(picture[i] & 0xff).isEqualTo(sum / count);
    }
  }

  @Test
  void searchGoesOnAroundPixelsThatChanged() {
    Levels before = new Levels(9, 8, 1, new byte[72]);
    byte[] after = new byte[72];
    after[3 * 9 + 6] = 5;
    after[0] = 4;

    boolean[] active = ChangeMask.of(before, after, 5, 5);

    for (int i = 0; i < 72; i++) {
      boolean near = Math.abs(i % 9 - 6) <= 2 && Math.abs(i / 9 - 3) <= 2;
      assertThat(active[i]).as("pixel %d", i).isEqualTo(near);
    }
  }

  @Test
  void theErrorMapIsTheDefinitionBeforeTheLastVote() {
    Scene scene = PatchScenes.shifted(24, 20, 3, 1);
    SynthesisSettings once = SynthesisSettings.defaults().withRounds(1, 1);
    SynthesisSettings settings =
        new SynthesisSettings(5, 3500, 1, 1, 1, 1, 0, once.seed()); // one level, so one vote before
    Synthesis painted = PatchScenes.painted(1, scene, settings);
    Levels style = Levels.of(scene.edit());
    int[] first =
        Matches.random(new Extent(24, 20), new Extent(24, 20), 5, Matches.mix(settings.seed()));
    byte[] estimate = new byte[24 * 20 * 3];
    new PatchVote(style, 5, 24, 20, first).rows(estimate, 0, 20);

    for (int i = 0; i < painted.error().length; i++) {
      double expected =
          SlowPatches.error(
              style,
              new Levels(24, 20, 3, estimate),
              scene.guides(),
              settings,
              i % 24,
              i / 24,
              painted.matches()[i]);
      assertThat((double) painted.error()[i]).isCloseTo(expected, within(0.01 * expected + 0.01));
    }
  }

  @Test
  void matchesAreNearlyTheBestThereAre() {
    Scene scene = PatchScenes.shifted(32, 28, 3, 1);
    SynthesisSettings settings = SynthesisSettings.defaults().withRounds(6, 6).withUniformity(0);
    Synthesis painted = PatchScenes.painted(1, scene, settings);
    Levels style = Levels.of(scene.edit());
    Levels picture = Levels.of(painted.picture());

    double best = 0;
    for (int i = 0; i < painted.matches().length; i++) {
      int x = i % 32;
      int y = i / 32;
      best +=
          SlowPatches.all(32, 28, 5).stream()
              .mapToDouble(
                  match -> SlowPatches.error(style, picture, scene.guides(), settings, x, y, match))
              .min()
              .getAsDouble();
    }
    double mean =
        SlowPatches.meanError(style, scene.guides(), settings, picture, painted.matches());
    assertThat(mean).isBetween(best / 896, best / 896 * 1.1);
  }

  @Test
  void useIsTheMoreEvenTheMoreItCounts() {
    Scene scene = PatchScenes.shifted(48, 40, 9, 4);
    Levels style = Levels.of(scene.edit());
    SynthesisSettings settings = SynthesisSettings.defaults().withRounds(4, 4);

    SynthesisSettings free = settings.withUniformity(0);
    SynthesisSettings dear = settings.withUniformity(100_000);
    double uneven =
        SlowPatches.meanOccupancy(style, free, PatchScenes.painted(1, scene, free).matches());
    double even =
        SlowPatches.meanOccupancy(style, dear, PatchScenes.painted(1, scene, dear).matches());

    assertThat(even).isLessThan(uneven * 0.95);
  }

  @Test
  void bandsCoverAllRowsOnceOnAnyNumberOfThreads() {
    for (int threads : new int[] {1, 2, 7}) {
      int[] seen = new int[45];
      try (Bands bands = new Bands(threads)) {
        bands.each(
            45,
            10,
            (from, to) -> {
              for (int y = from; y < to; y++) {
                seen[y]++;
              }
            });
      }
      assertThat(seen).containsOnly(1);
    }
  }

  @Test
  void anInterruptEndsTheWorkAfterTheBandsThatWereBegun() {
    AtomicInteger begun = new AtomicInteger();
    try (Bands bands = new Bands(1)) {
      assertThatThrownBy(
              () ->
                  bands.each(
                      100,
                      1,
                      (from, to) -> {
                        if (begun.incrementAndGet() == 3) {
                          Thread.currentThread().interrupt();
                        }
                      }))
          .isInstanceOf(CancellationException.class);
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(begun).hasValue(3);
  }

  @Test
  void failuresOfWorkAreTold() {
    try (Bands bands = new Bands(3)) {
      assertThatThrownBy(
              () ->
                  bands.each(
                      100,
                      1,
                      (from, to) -> {
                        throw new IllegalArgumentException("row " + from);
                      }))
          .hasMessageContaining("row ");
    }
  }
}
