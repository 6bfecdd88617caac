package dev.frameloom.windowing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.avro.EditSpec;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EditSpecsTest {

  @Test
  void valuesOutOfRangeAreNamed() {
    assertThat(EditSpecs.problem(Frames.edit().build())).isEmpty();
    EditSpec edit = Frames.edit().setWindowKeyframes(1).build();
    assertThat(EditSpecs.problem(edit).orElse("")).contains("windowKeyframes");
    edit = Frames.edit().setStrength(Double.NaN).build();
    assertThat(EditSpecs.problem(edit)).contains("strength must be 0.0 to 1.0, found NaN");
    edit = Frames.edit().setStreamId("a/b").build();
    assertThat(EditSpecs.problem(edit).orElse("")).contains("streamId");
  }

  @Test
  void asManyAndAsLongOptionsAreTakenAsEveryRecordHasRoomFor() {
    String prompt = "x".repeat(EditSpecs.MAX_PROMPT);
    assertThat(EditSpecs.problem(withOptions(numbered(64)))).isEmpty();
    assertThat(EditSpecs.problem(withOptions(Map.of("y".repeat(256), prompt)))).isEmpty();
    assertThat(EditSpecs.problem(withOptions(Map.of("source-prompt", prompt, "empty", ""))))
        .isEmpty();
  }

  @Test
  void moreAndLongerOptionsAreRefused() {
    assertThat(EditSpecs.problem(withOptions(numbered(65))))
        .contains("options: expected at most 64, found 65");
    assertThat(EditSpecs.problem(withOptions(Map.of("y".repeat(257), ""))))
        .contains("name of an option: expected at most 256 characters, found 257");
    String prompt = "x".repeat(EditSpecs.MAX_PROMPT);
    assertThat(EditSpecs.problem(withOptions(Map.of("source-prompt", prompt + "x"))))
        .contains("option source-prompt: expected at most 8192 characters, found 8193");
    assertThat(EditSpecs.problem(withOptions(Map.of("a", prompt, "b", prompt))))
        .contains("options: expected at most 16384 characters of names and values, found 16386");
  }

  private static Map<String, String> numbered(int count) {
    return IntStream.range(0, count)
        .boxed()
        .collect(Collectors.toMap(i -> "option-" + i, i -> "" + i));
  }

  private static EditSpec withOptions(Map<String, String> options) {
    return Frames.edit().setOptions(options).build();
  }
}
