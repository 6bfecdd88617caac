package dev.frameloom.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.image.TestPictures;
import dev.frameloom.model.ModelDescription;
import dev.frameloom.weights.GoldenTensors;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditRuntimeTest {

  @TempDir Path empty;

  private final EditRuntime runtime = new EditRuntime(name -> empty.resolve(name), "cpu");

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void methodNoneGivesTheWantedFramesBackAndNeedsNoModel() {
    EditedWindow edited = runtime.edit(window("none", ""));

    assertThat(edited.pictures()).extracting(EditedPicture::sequence).containsExactly(8L, 9L);
    assertThat(edited.pictures().get(1).picture()).isEqualTo(frame(9).picture());
    assertThat(edited.pictures())
        .extracting(EditedPicture::origin)
        .containsOnly(FrameOrigin.IDENTITY);
    assertThat(edited.model()).isEqualTo(ModelDescription.NONE);
    assertThat(edited.stepsRun()).isZero();
  }

  @Test
  void anUnknownMethodIsRefusedWithAListOfTheKnownOnes() {
    assertThatThrownBy(() -> runtime.edit(window("oil", "")))
        .isInstanceOf(EditException.class)
        .hasMessageContaining("'oil'")
        .hasMessageContaining("none, live");
  }

  @Test
  void aMethodThatNeedsAModelSaysWhichOneItCanNotLoad() {
    assertThatThrownBy(() -> runtime.edit(window("live", "absent")))
        .isInstanceOf(EditException.class)
        .hasMessageContaining("'absent'");
    assertThatThrownBy(() -> runtime.edit(window("live", "")))
        .isInstanceOf(EditException.class)
        .hasMessageContaining("names none");
    // and still works
    assertThat(runtime.edit(window("none", "")).pictures()).hasSize(2);
  }

  @Test
  void aWindowOfFramesOutOfOrderIsRefused() {
    WindowEdit window = window("none", "");

    assertThatThrownBy(
            () ->
                new WindowEdit(
                    window.parameters(), frame(7), List.of(frame(8), frame(8)), List.of(0, 1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 8 after 8");
  }

  @Test
  void windows_with_different_loras_alternate_and_equal_ones_have_equal_bytes() {
    String base = GoldenTensors.folder().resolve("sd1").toString();
    String loras = GoldenTensors.folder().resolve("lora/sd1").toString();
    String kohya = base + "+" + loras + "/kohya.safetensors@0.5";
    String both = kohya + "+" + loras + "/peft.safetensors";
    try (EditRuntime editor = new EditRuntime(Path::of, "cpu")) {
      EditedWindow first = editor.edit(window("live", kohya));
      EditedWindow second = editor.edit(window("live", both));
      EditedWindow plain = editor.edit(window("live", base));
      assertThat(first.pictures()).isNotEqualTo(second.pictures());
      assertThat(first.pictures()).isNotEqualTo(plain.pictures());
      assertThat(first.model().name()).isEqualTo("sd1+kohya@0.5");
      assertThat(first.model().revision())
          .isNotIn(second.model().revision(), plain.model().revision());
      EditedWindow again = editor.edit(window("live", kohya));
      assertThat(again.pictures()).isEqualTo(first.pictures());
      assertThat(again.model()).isEqualTo(first.model());
      try (EditRuntime other = new EditRuntime(Path::of, "cpu")) {
        assertThat(other.edit(window("live", both)).pictures()).isEqualTo(second.pictures());
      }
    }
  }

  @Test
  void a_lora_that_is_not_there_or_no_reference_is_refused_and_the_next_window_is_edited() {
    String base = GoldenTensors.folder().resolve("sd1").toString();
    try (EditRuntime editor = new EditRuntime(Path::of, "cpu")) {
      EditedWindow plain = editor.edit(window("live", base));
      assertThatThrownBy(() -> editor.edit(window("live", base + "+nowhere@0.5")))
          .isInstanceOf(EditException.class)
          .hasMessageContaining("nowhere");
      assertThatThrownBy(() -> editor.edit(window("live", base + "+ink@much")))
          .isInstanceOf(EditException.class)
          .hasMessageContainingAll("much", "base+lora@0.8+other");
      assertThat(editor.edit(window("live", base)).pictures()).isEqualTo(plain.pictures());
    }
  }

  private static WindowEdit window(String method, String model) {
    EditParameters parameters = new EditParameters(method, model, "ink", "", 1, 4, 0.5, 1);
    return new WindowEdit(
        parameters, frame(7), List.of(frame(7), frame(8), frame(9)), List.of(0, 2), 1);
  }

  private static SourceFrame frame(int sequence) {
    return new SourceFrame(sequence, TestPictures.waves(32, 24, sequence, 0));
  }
}
