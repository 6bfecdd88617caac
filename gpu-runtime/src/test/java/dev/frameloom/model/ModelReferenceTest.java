package dev.frameloom.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.model.ModelReference.Lora;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelReferenceTest {

  @Test
  void loras_follow_the_model_each_with_its_scale_or_with_1() {
    assertThat(ModelReference.parse("base+ink@0.8+other"))
        .isEqualTo(new ModelReference("base", List.of(new Lora("ink", 0.8), new Lora("other", 1))));
    assertThat(ModelReference.parse("base")).isEqualTo(new ModelReference("base", List.of()));
    assertThat(ModelReference.parse(" base + ink @ -1e-2 ").loras())
        .containsExactly(new Lora("ink", -0.01));
  }

  @Test
  void names_hold_dots_dashes_and_separators() {
    ModelReference reference =
        ModelReference.parse("~/models/sd-v1.5+C:\\loras\\a b.safetensors@.5+../x/y_z");
    assertThat(reference.base()).isEqualTo("~/models/sd-v1.5");
    assertThat(reference.loras())
        .containsExactly(new Lora("C:\\loras\\a b.safetensors", 0.5), new Lora("../x/y_z", 1));
  }

  @Test
  void a_sign_that_is_written_twice_is_part_of_the_name() {
    assertThat(ModelReference.parse("/c++++/me@@home+a++b@@@2"))
        .isEqualTo(new ModelReference("/c++/me@home", List.of(new Lora("a+b@", 2))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base",
        "base+ink@0.8+other",
        "/c++++/me@@home+a++b@@@-2.5",
        "a+b@1.0E-9+c@3.0E20"
      })
  void a_reference_reads_as_it_was_written(String text) {
    ModelReference reference = ModelReference.parse(text);
    assertThat(ModelReference.parse(reference.toString())).isEqualTo(reference);
    assertThat(reference.toString()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "'', a model's name",
    "+ink, a model's name",
    "base+, a LoRA's name",
    "base+@0.5, a LoRA's name",
    "base+ +ink, a LoRA's name",
    "base@0.5+ink, after the model",
    "base+ink@, a number",
    "base+ink@strong, strong",
    "base+ink@NaN, NaN",
    "base+ink@0.5@0.6, several",
    "base+ink+ink@0.5, ink twice",
  })
  void what_is_no_reference_is_refused_with_the_reason_and_the_form(String text, String reason) {
    assertThatThrownBy(() -> ModelReference.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"" + text + "\"", reason, "base+lora@0.8+other");
  }
}
