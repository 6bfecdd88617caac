package dev.frameloom.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.model.MiniatureModel;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCardTest {

  @TempDir Path folder;

  @Test
  void it_says_what_it_says_and_nothing_of_the_rest() throws IOException {
    Files.writeString(
        folder.resolve("frameloom.json"),
        "{\"recommended\": {\"live\": {\"steps\": 20, \"strength\": 0.5, \"guidanceScale\": 5,"
            + " \"size\": 256}, \"tokenflow\": {\"strength\": 1}, \"per-frame\": {}}}");
    ModelCard card = ModelCard.of(folder);

    assertThat(card.of(RegisteredMethod.LIVE))
        .isEqualTo(
            new Recommendation(
                OptionalInt.of(20),
                OptionalDouble.of(0.5),
                OptionalDouble.of(5),
                OptionalInt.of(256)));
    assertThat(card.of(RegisteredMethod.TOKENFLOW).strength()).hasValue(1);
    assertThat(card.of(RegisteredMethod.TOKENFLOW).steps()).isEmpty();
    assertThat(card.of(RegisteredMethod.PER_FRAME)).isEqualTo(Recommendation.NONE);
    assertThat(card.of(RegisteredMethod.EXTENDED_ATTENTION)).isEqualTo(Recommendation.NONE);
  }

  @Test
  void a_single_file_has_its_card_beside_it_and_a_model_need_not_have_one() throws IOException {
    Path file = Files.createFile(folder.resolve("ink.v2.safetensors"));
    assertThat(ModelCard.of(folder)).isEqualTo(ModelCard.NONE);
    assertThat(ModelCard.of(file)).isEqualTo(ModelCard.NONE);
    Files.writeString(
        folder.resolve("ink.v2.frameloom.json"), "{\"recommended\": {\"live\": {\"steps\": 7}}}");
    assertThat(ModelCard.of(file).of(RegisteredMethod.LIVE).steps()).hasValue(7);
    assertThat(ModelCard.of(folder)).isEqualTo(ModelCard.NONE);
  }

  @Test
  void the_model_that_ships_recommends_something_for_every_method_that_needs_a_model() {
    ModelCard card = ModelCard.parse(new MiniatureModel().card(), "its card");
    for (RegisteredMethod method : RegisteredMethod.values()) {
      if (method != RegisteredMethod.NONE) {
        assertThat(card.of(method).strength()).as(method.id()).isPresent();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"recommend": {}}                                | recommend is not known; expected recommended
          {"recommended": {"oil": {}}}                     | no method 'oil'; there are: none, live
          {"recommended": {"none": {}}}                    | method 'none' uses no model
          {"recommended": {"live": {"cfg": 5}}}            | recommended.live.cfg is not known; expected steps, strength, guidanceScale, size
          {"recommended": {"live": {"steps": 2.5}}}        | recommended.live.steps: expected a whole number of 1 to 1000, found 2.5
          {"recommended": {"live": {"steps": 0}}}          | expected a whole number of 1 to 1000, found 0
          {"recommended": {"live": {"steps": 4294967306}}} | found 4294967306
          {"recommended": {"live": {"strength": "0.5"}}}   | recommended.live.strength: expected a number of 0 to 1, found "0.5"
          {"recommended": {"live": {"strength": 1.01}}}    | expected a number of 0 to 1, found 1.01
          {"recommended": {"live": {"strength": null}}}    | found null
          {"recommended": {"live": {"guidanceScale": -1}}} | recommended.live.guidanceScale: expected a number of 0 to 100, found -1
          {"recommended": {"live": 5}}                     | recommended.live: expected a JSON object, found 5
          {"recommended": []}                              | recommended: expected a JSON object, found []
          {"recommended": {}, "recommended": {}}           | Duplicate field 'recommended'
          [1]                                              | the file: expected a JSON object
          {"recommended": {                                | is no JSON
          """)
  void what_is_not_known_or_does_not_fit_is_refused_by_name(String text, String expected)
      throws IOException {
    Files.writeString(folder.resolve("frameloom.json"), text);
    assertThatThrownBy(() -> ModelCard.of(folder))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(folder.resolve("frameloom.json").toString())
        .hasMessageContaining(expected);
  }
}
