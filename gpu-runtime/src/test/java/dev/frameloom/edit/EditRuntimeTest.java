package dev.frameloom.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.image.TestPictures;
import dev.frameloom.model.ModelDescription;
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

  private static WindowEdit window(String method, String model) {
    EditParameters parameters = new EditParameters(method, model, "ink", "", 1, 4, 0.5, 1);
    return new WindowEdit(
        parameters, frame(7), List.of(frame(7), frame(8), frame(9)), List.of(0, 2), 1);
  }

  private static SourceFrame frame(int sequence) {
    return new SourceFrame(sequence, TestPictures.waves(32, 24, sequence, 0));
  }
}
