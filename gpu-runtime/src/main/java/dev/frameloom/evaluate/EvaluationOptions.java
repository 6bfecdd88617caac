package dev.frameloom.evaluate;

import dev.frameloom.style.Style;
import java.util.List;

/**
 * What a model is measured at.
 *
 * @param sizes of the frames, squares, in pixels; each a multiple of the model's pixels per latent
 * @param styles that frames are edited to, each once, without the photo
 * @param prompts what the model is told
 * @param steps how frames are inverted and edited
 * @param rows most rows in one call of the UNet; another number gives other last bits
 */
public record EvaluationOptions(
    List<Integer> sizes, List<Style> styles, Prompts prompts, Steps steps, int rows) {

  /** Every style, at 128 and 256 pixels. */
  public static final EvaluationOptions STANDARD =
      new EvaluationOptions(
          List.of(128, 256), Style.edits(), Prompts.of(""), new Steps(50, 7.5, 1, true), 8);

  public EvaluationOptions {
    sizes = List.copyOf(sizes);
    styles = List.copyOf(styles);
    require(!sizes.isEmpty(), "sizes", "at least one", sizes);
    require(sizes.stream().allMatch(it -> it >= 8 && it <= 4096), "sizes", "8 to 4096", sizes);
    require(sizes.stream().distinct().count() == sizes.size(), "sizes", "each once", sizes);
    List<String> labels = styles.stream().map(Style::label).toList();
    require(!styles.isEmpty(), "styles", "at least one", labels);
    require(styles.stream().distinct().count() == styles.size(), "styles", "each once", labels);
    require(!styles.contains(Style.PHOTO), "styles", "none that is the photo itself", labels);
    require(rows >= 1, "rows", "at least 1", rows);
  }

  /**
   * What the model is told.
   *
   * @param source what the frames are, for their inversion
   * @param subject what is to be seen in them, added to each style's prompt; may be empty
   */
  public record Prompts(String source, String subject) {

    /** Prompts of which that for the inversion is the photo's own. */
    public static Prompts of(String subject) {
      return new Prompts(join(Style.PHOTO, subject), subject);
    }

    /** What asks for a style. */
    public String of(Style style) {
      return join(style, subject);
    }

    private static String join(Style style, String subject) {
      return subject.isBlank() ? style.prompt() : style.prompt() + " of " + subject;
    }
  }

  /**
   * How frames are inverted and edited, both by DDIM.
   *
   * @param count of the whole schedule
   * @param guidance how strongly a style's prompt pulls, above 1 and up to 100
   * @param strength share of the steps that an edit starts before the end, above 0 and up to 1:
   *     from latents that were inverted only so far
   * @param unguided whether frames are edited with a guidance of 1 as well, to compare
   */
  public record Steps(int count, double guidance, double strength, boolean unguided) {

    public Steps {
      require(count >= 1 && count <= 1000, "steps", "1 to 1000", count);
      require(guidance > 1 && guidance <= 100, "guidance", "above 1 and up to 100", guidance);
      require(strength > 0 && strength <= 1, "strength", "above 0 and up to 1", strength);
    }

    /** Steps of an edit: at least the last one. */
    public int edit() {
      return Math.max(1, (int) (count * strength));
    }
  }

  private static void require(boolean holds, String what, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(what + ": expected " + expected + ", found " + found);
    }
  }
}
