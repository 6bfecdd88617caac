package dev.frameloom.patch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One level of the pyramid: rounds of search and vote. */
final class SynthesisLevel {

  /** Rows that are searched by one thread; independent of how many threads there are. */
  private static final int BAND = 64;

  private final SynthesisSettings settings;
  private final ErrorScale scale;
  private final Bands bands;
  private final Levels style;
  private final int width;
  private final int height;
  private final PatchFeatures target;
  private final PatchDistance distance;
  private final int[] matches;
  private final int[] errors;

  /**
   * Begins a level.
   *
   * @param style on this level
   * @param guides on this level
   * @param matches (H, W) to begin with; changed in place
   */
  SynthesisLevel(
      SynthesisSettings settings,
      ErrorScale scale,
      Bands bands,
      Levels style,
      List<Guide> guides,
      int[] matches) {
    this.settings = settings;
    this.scale = scale;
    this.bands = bands;
    this.style = style;
    this.matches = matches;
    width = guides.get(0).target().width();
    height = guides.get(0).target().height();
    errors = new int[width * height];
    List<Levels> sources = new ArrayList<>(List.of(style));
    List<Levels> targets = new ArrayList<>(List.of(black()));
    for (Guide guide : guides) {
      sources.add(guide.source());
      targets.add(guide.target());
    }
    target = PatchFeatures.ofTarget(scale, targets);
    distance = new PatchDistance(scale, target, PatchFeatures.ofSource(scale, sources));
  }

  private Levels black() {
    return new Levels(width, height, style.channels(), new byte[width * height * style.channels()]);
  }

  /** The result: picture, errors before the last vote, matches. */
  Synthesis run(long salt) {
    boolean[] active = new boolean[width * height];
    Arrays.fill(active, true);
    Levels picture = vote();
    for (int round = 0; round < settings.votes(); round++) {
      target.replaceFirst(picture);
      bands.each(height, BAND, this::measure);
      for (int pass = 0; pass < settings.searches(); pass++) {
        search(active, pass % 2 == 0, Matches.mix(salt + ((long) round << 32) + pass));
      }
      Levels next = vote();
      if (settings.stopThreshold() > 0) {
        active = ChangeMask.of(picture, next.values(), settings.stopThreshold(), settings.patch());
      }
      picture = next;
    }
    float[] error = new float[errors.length];
    for (int i = 0; i < error.length; i++) {
      error[i] = (float) errors[i] / scale.unit();
    }
    return new Synthesis(picture.picture(), error, matches);
  }

  /**
   * One pass: first every other band, then those between, which see what became of their
   * neighbours. Those of one half have a row between them that neither changes, so each reads what
   * is the same whenever it runs. All bands at once, on counts from before the pass, left errors
   * 0.2 % higher.
   */
  private void search(boolean[] active, boolean forward, long salt) {
    for (int half = 0; half < 2; half++) {
      Occupancy occupancy =
          Occupancy.of(
              matches,
              style.width(),
              style.height(),
              settings.patch() / 2,
              settings.uniformity() * scale.unit());
      int first = half * BAND;
      int rows = Math.max(0, height - first);
      bands.each(
          rows,
          2 * BAND,
          (from, to) ->
              new PatchSearch(distance, settings, width, style, matches, errors, occupancy.copy())
                  .pass(
                      first + from, Math.min(height, first + from + BAND), forward, active, salt));
    }
  }

  /** The errors of all matches of some rows, anew. */
  private void measure(int fromRow, int toRow) {
    for (int y = fromRow; y < toRow; y++) {
      for (int x = 0; x < width; x++) {
        int match = matches[y * width + x];
        errors[y * width + x] =
            distance.of(x, y, Matches.x(match), Matches.y(match), Double.POSITIVE_INFINITY);
      }
    }
  }

  private Levels vote() {
    Levels picture = black();
    PatchVote vote = new PatchVote(style, settings.patch(), width, height, matches);
    bands.each(height, BAND, (from, to) -> vote.rows(picture.values(), from, to));
    return picture;
  }
}
