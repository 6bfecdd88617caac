package dev.frameloom.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.evaluate.EvaluationOptions.Prompts;
import dev.frameloom.evaluate.EvaluationOptions.Steps;
import dev.frameloom.style.Style;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EvaluationOptionsTest {

  private static final Steps STEPS = new Steps(10, 7.5, 0.55, true);

  @Test
  void prompts_name_the_subject_where_there_is_one() {
    assertThat(Prompts.of("").source()).isEqualTo("a photo");
    assertThat(Prompts.of("").of(Style.MOSAIC)).isEqualTo("a mosaic");
    assertThat(Prompts.of("a cat").source()).isEqualTo("a photo of a cat");
    assertThat(Prompts.of("a cat").of(Style.MOSAIC)).isEqualTo("a mosaic of a cat");
  }

  @Test
  void an_edit_has_the_steps_of_its_strength_and_at_least_one() {
    assertThat(STEPS.edit()).isEqualTo(5);
    assertThat(new Steps(10, 7.5, 1, true).edit()).isEqualTo(10);
    assertThat(new Steps(10, 7.5, 0.01, true).edit()).isEqualTo(1);
  }

  @Test
  void what_can_not_be_is_refused_by_name() {
    refused(() -> new Steps(0, 7.5, 1, true), "steps: expected 1 to 1000, found 0");
    refused(() -> new Steps(10, 1, 1, true), "guidance: expected above 1");
    refused(() -> new Steps(10, 7.5, 0, true), "strength: expected above 0");
    refused(() -> options(List.of(), Style.edits(), 8), "sizes: expected at least one");
    refused(() -> options(List.of(64, 64), Style.edits(), 8), "sizes: expected each once");
    refused(() -> options(List.of(64), List.of(), 8), "styles: expected at least one");
    refused(() -> options(List.of(64), List.of(Style.PHOTO), 8), "found [photo]");
    refused(() -> options(List.of(64), Style.edits(), 0), "rows: expected at least 1, found 0");
  }

  private static EvaluationOptions options(List<Integer> sizes, List<Style> styles, int rows) {
    return new EvaluationOptions(sizes, styles, Prompts.of(""), STEPS, rows);
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
