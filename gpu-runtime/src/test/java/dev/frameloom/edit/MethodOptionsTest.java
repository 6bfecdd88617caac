package dev.frameloom.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MethodOptionsTest {

  private enum Mode {
    PLAIN,
    VERY_FANCY
  }

  @Test
  void what_is_not_given_has_its_default() {
    MethodOptions options = options(Map.of());

    assertThat(options.text("a", "x")).isEqualTo("x");
    assertThat(options.integer("b", 3, 1, 5)).isEqualTo(3);
    assertThat(options.decimal("c", 0.5, 0, 1)).isEqualTo(0.5);
    assertThat(options.choice("d", Mode.PLAIN)).isEqualTo(Mode.PLAIN);
    options.requireAllKnown();
  }

  @Test
  void what_is_given_is_read_by_its_type() {
    MethodOptions options = options(Map.of("b", "5", "c", "1e-1", "d", "Very-Fancy"));

    assertThat(options.integer("b", 3, 1, 5)).isEqualTo(5);
    assertThat(options.decimal("c", 0.5, 0, 1)).isEqualTo(0.1);
    assertThat(options.choice("d", Mode.PLAIN)).isEqualTo(Mode.VERY_FANCY);
  }

  @Test
  void what_does_not_fit_is_refused_with_what_would() {
    MethodOptions options = options(Map.of("b", "6", "c", "NaN", "d", "odd"));

    assertThatThrownBy(() -> options.integer("b", 3, 1, 5))
        .isInstanceOf(EditException.class)
        .hasMessage("option b of method 'm': expected a whole number of 1 to 5, found '6'");
    assertThatThrownBy(() -> options.decimal("c", 0.5, 0, 1))
        .isInstanceOf(EditException.class)
        .hasMessageContaining("found 'NaN'");
    assertThatThrownBy(() -> options.choice("d", Mode.PLAIN))
        .isInstanceOf(EditException.class)
        .hasMessageContaining("expected plain or very-fancy");
  }

  @Test
  void a_name_that_nobody_asked_for_is_refused_with_those_there_are() {
    MethodOptions options = options(Map.of("a", "x", "other", "y"));
    options.text("a", "");
    options.text("b", "");

    assertThatThrownBy(options::requireAllKnown)
        .isInstanceOf(EditException.class)
        .hasMessage("method 'm' has no option other; there are: a, b");
    assertThatThrownBy(() -> options(Map.of("a", "x")).requireAllKnown())
        .hasMessageContaining("it has none");
  }

  private static MethodOptions options(Map<String, String> values) {
    return new MethodOptions(new EditParameters("m", "", "", "", 0, 1, 1, 1, values));
  }
}
