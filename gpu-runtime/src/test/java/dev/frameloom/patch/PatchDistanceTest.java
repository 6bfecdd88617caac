package dev.frameloom.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Held to sums over pixels and channels, one after the other. */
class PatchDistanceTest {

  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private final Random random = new Random(3);

  @ParameterizedTest
  @CsvSource({"3,1", "5,3", "5,4", "7,6", "9,2"})
  void isTheWeightedSquaredDifferenceOfTwoPatches(int side, int channels) {
    Case sample = sample(side, channels);
    for (int trial = 0; trial < 300; trial++) {
      Place at = sample.place(random);

      double expected = sample.slow(at);

      assertThat((double) sample.fast(at, INFINITE)).isCloseTo(expected, within(0.02 * expected));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5, 9})
  void stopsAtALimitAndOnlyThere(int side) {
    Case sample = sample(side, 3);
    for (int trial = 0; trial < 300; trial++) {
      Place at = sample.place(random);
      int whole = sample.fast(at, INFINITE);

      assertThat(sample.fast(at, whole + 1)).isEqualTo(whole);
      assertThat(sample.fast(at, whole * 0.4)).isBetween((int) (whole * 0.4), whole);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5, 9})
  void rulesOutByMeansOnlyWhatIsBeyondTheLimit(int side) {
    Case sample = sample(side, 3);
    int ruledOut = 0;
    for (int trial = 0; trial < 2000; trial++) {
      Place at = sample.place(random);
      int whole = sample.fast(at, INFINITE);
      PatchDistance distance = sample.distance();

      assertThat(distance.beyond(at.tx(), at.ty(), at.sx(), at.sy(), whole + 1)).isFalse();
      ruledOut += distance.beyond(at.tx(), at.ty(), at.sx(), at.sy(), whole * 0.05) ? 1 : 0;
    }
    assertThat(ruledOut).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5, 9})
  void isTheSameByTheErrorBesideIt(int side) {
    Case sample = sample(side, 4);
    PatchDistance distance = sample.distance();
    for (int trial = 0; trial < 300; trial++) {
      Place at = sample.place(random);
      int step = trial % 2 == 0 ? 1 : -1;
      Place beside = at.moved(-step, 0);
      Place above = at.moved(0, -step);

      if (sample.holds(beside)) {
        int error = sample.fast(beside, INFINITE);
        assertThat(distance.besideColumn(error, at.tx(), at.ty(), at.sx(), at.sy(), step))
            .isEqualTo(sample.fast(at, INFINITE));
      }
      if (sample.holds(above)) {
        int error = sample.fast(above, INFINITE);
        assertThat(distance.besideRow(error, at.tx(), at.ty(), at.sx(), at.sy(), step))
            .isEqualTo(sample.fast(at, INFINITE));
      }
    }
  }

  private Case sample(int side, int channels) {
    Levels style = noise(20, 18, 3);
    Levels picture = noise(16, 14, 3);
    List<Guide> guides =
        List.of(
            new Guide(noise(20, 18, channels), noise(16, 14, channels), 6),
            new Guide(noise(20, 18, 1), noise(16, 14, 1), 0.37));
    SynthesisSettings settings = new SynthesisSettings(side, 3500, 1.3, 16, 6, 4, 1, 0);
    return Case.of(settings, style, picture, guides);
  }

  /** Smooth enough for means to differ. */
  private Levels noise(int width, int height, int channels) {
    byte[] values = new byte[width * height * channels];
    for (int i = 0; i < values.length; i++) {
      int x = i / channels % width;
      values[i] = (byte) Math.min(255, 8 * x + random.nextInt(100));
    }
    return new Levels(width, height, channels, values);
  }

  private record Place(int tx, int ty, int sx, int sy) {

    Place moved(int dx, int dy) {
      return new Place(tx + dx, ty + dy, sx + dx, sy + dy);
    }
  }

  private record Case(
      SynthesisSettings settings,
      Levels style,
      Levels picture,
      List<Guide> guides,
      PatchDistance distance) {

    static Case of(SynthesisSettings settings, Levels style, Levels picture, List<Guide> guides) {
      List<Levels> sources = new ArrayList<>(List.of(style));
      List<Levels> targets = new ArrayList<>(List.of(picture));
      guides.forEach(guide -> sources.add(guide.source()));
      guides.forEach(guide -> targets.add(guide.target()));
      ErrorScale scale = ErrorScale.of(settings, guides);
      PatchDistance distance =
          new PatchDistance(
              scale,
              PatchFeatures.ofTarget(scale, targets),
              PatchFeatures.ofSource(scale, sources));
      return new Case(settings, style, picture, guides, distance);
    }

    ErrorScale scale() {
      return ErrorScale.of(settings, guides);
    }

    int fast(Place at, double limit) {
      return distance.of(at.tx(), at.ty(), at.sx(), at.sy(), limit);
    }

    double slow(Place at) {
      int match = Matches.at(at.sx(), at.sy());
      return scale().unit()
          * SlowPatches.error(style, picture, guides, settings, at.tx(), at.ty(), match);
    }

    Place place(Random random) {
      int side = settings.patch();
      return new Place(
          random.nextInt(picture.width()),
          random.nextInt(picture.height()),
          side / 2 + random.nextInt(style.width() - side + 1),
          side / 2 + random.nextInt(style.height() - side + 1));
    }

    boolean holds(Place at) {
      int radius = settings.patch() / 2;
      return at.tx() >= 0
          && at.tx() < picture.width()
          && at.ty() >= 0
          && at.ty() < picture.height()
          && at.sx() >= radius
          && at.sx() < style.width() - radius
          && at.sy() >= radius
          && at.sy() < style.height() - radius;
    }
  }
}
