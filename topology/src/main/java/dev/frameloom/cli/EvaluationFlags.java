package dev.frameloom.cli;

import dev.frameloom.evaluate.EvaluationOptions;
import dev.frameloom.evaluate.EvaluationOptions.Prompts;
import dev.frameloom.evaluate.EvaluationOptions.Steps;
import dev.frameloom.style.Style;
import java.util.List;
import picocli.CommandLine.Option;

/** Flags that say how to evaluate a model. */
final class EvaluationFlags {

  @Option(
      names = "--sizes",
      paramLabel = "N",
      split = ",",
      defaultValue = "128,256",
      description = "Widths and heights of the frames, in pixels (default: ${DEFAULT-VALUE}).")
  private List<Integer> sizes;

  @Option(
      names = "--styles",
      paramLabel = "STYLE",
      split = ",",
      description = "Which styles (default: all 12).")
  private List<String> styles = List.of();

  @Option(
      names = "--subject",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What is to be seen in the clips, for the prompts: \"a mosaic of TEXT\".")
  private String subject;

  @Option(
      names = "--source-prompt",
      paramLabel = "TEXT",
      description = "Prompt of the inversion (default: \"a photo\", and the subject).")
  private String sourcePrompt;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "50",
      description = "DDIM steps, there and back (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--guidance",
      paramLabel = "SCALE",
      defaultValue = "7.5",
      description = "How strongly a style's prompt pulls (default: ${DEFAULT-VALUE}).")
  private double guidance;

  @Option(
      names = "--strength",
      paramLabel = "0..1",
      defaultValue = "1.0",
      description =
          "Share of the steps that a frame is inverted by before it is edited (default:"
              + " ${DEFAULT-VALUE}).")
  private double strength;

  @Option(
      names = "--no-unguided",
      description = "Leave out the edits with a guidance of 1, about a third of the work.")
  private boolean guidedOnly;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "8",
      description = "Most rows in one call of the UNet (default: ${DEFAULT-VALUE}).")
  private int rows;

  /**
   * What was asked for.
   *
   * @throws IllegalArgumentException where that can't be
   */
  EvaluationOptions options() {
    Prompts prompts = Prompts.of(subject);
    return new EvaluationOptions(
        sizes,
        styles.isEmpty()
            ? Style.edits()
            : styles.stream().map(String::strip).map(Style::of).toList(),
        sourcePrompt == null ? prompts : new Prompts(sourcePrompt, subject),
        new Steps(steps, guidance, strength, !guidedOnly),
        rows);
  }
}
