package dev.frameloom.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** No output takes the place of an input or of another output, by whatever name. */
@DisabledOnOs(OS.WINDOWS)
class OutputsTest {

  @TempDir Path folder;
  private Path clip;

  @BeforeEach
  void clip() throws IOException {
    clip = Files.writeString(folder.resolve("c.mp4"), "a clip");
  }

  private void refused(Outputs outputs, String... words) throws IOException {
    assertThatThrownBy(outputs::check)
        .isInstanceOf(MediaException.class)
        .hasMessageContainingAll(words);
    assertThat(clip).hasContent("a clip");
  }

  private Outputs from(String input) {
    return new Outputs().readsVideo("the input", input);
  }

  private Outputs to(Path out) {
    return from(clip.toString()).writesVideo("--out", out);
  }

  @Test
  void theInputByItsNameALinkOrADetour() throws IOException {
    Path soft = Files.createSymbolicLink(folder.resolve("soft.mp4"), Path.of("c.mp4"));
    Path hard = Files.createLink(folder.resolve("hard.mp4"), clip);
    Path twice = Files.createSymbolicLink(folder.resolve("twice.mp4"), soft);
    Path other = Files.createSymbolicLink(folder.resolve("folder"), folder);
    refused(to(clip), "--out " + clip, "the input " + clip);
    refused(to(soft), soft.toString(), clip.toString());
    refused(to(hard), hard.toString(), clip.toString());
    refused(to(twice), twice.toString(), clip.toString());
    refused(to(other.resolve("c.mp4")), "c.mp4");
    refused(to(folder.resolve("absent/../c.mp4")), "absent/../c.mp4", clip.toString());
    refused(to(folder.resolve("folder/./c.mp4")), "c.mp4");
    refused(from(soft.toString()).writesVideo("--out", clip), soft.toString());
    refused(from("file://" + clip).writesVideo("--out", hard), "hard.mp4");
    refused(to(folder.resolve("o.mp4")).writes("--contact-sheet", clip), "--contact-sheet");
    refused(to(folder.resolve("o.mp4")).writes("--report", soft), "--report");
  }

  @Test
  void whatFiltersAndPlaylistsRead() throws IOException {
    refused(from("lavfi:movie=" + clip + ",hflip").writesVideo("--out", clip), "c.mp4");
    refused(
        from("lavfi:color=c=red[a];movie=filename=" + clip + "[b];[a][b]overlay")
            .writesVideo("--out", clip),
        "c.mp4");
    Path list = Files.writeString(folder.resolve("list.txt"), "ffconcat version 1.0\nfile 'c.mp4'");
    refused(from(list.toString()).writesVideo("--out", clip), "c.mp4");
  }

  @Test
  void onePictureOfASequence() throws IOException {
    Path shots = Files.createDirectory(folder.resolve("shots"));
    Path picture = Files.writeString(shots.resolve("o7.png"), "a picture");
    Path link = Files.createSymbolicLink(folder.resolve("x3.png"), picture);
    Outputs hits = from(shots.toString()).writesVideo("--out", shots.resolve("o%d.png"));
    refused(hits, "--out", "o%d.png", picture.toString());
    refused(from(picture.toString()).writesVideo("--out", folder.resolve("x%d.png")), "x%d.png");
    refused(from(shots.resolve("o%d.png").toString()).writesVideo("--out", picture), "o7.png");
    refused(
        new Outputs()
            .writesVideo("--out", shots.resolve("o%d.png"))
            .writes("--contact-sheet", shots.resolve("o12.png")),
        "--contact-sheet",
        "--out");
    refused(
        new Outputs().writesVideo("--out", folder.resolve("x%d.png")).writes("--report", link),
        "--report");
    assertThatCode(from(shots.toString()).writesVideo("--out", shots.resolve("o%05d.png"))::check)
        .doesNotThrowAnyException();
    assertThatCode(from(shots.toString()).writesVideo("--out", shots.resolve("p%d.png"))::check)
        .doesNotThrowAnyException();
    assertThat(picture).hasContent("a picture");
  }

  @Test
  void twoOutputsThatAreOne() throws IOException {
    Path missing = folder.resolve("new.mp4");
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling.mp4"), missing);
    refused(to(missing).writes("--report", dangling), "--out", "--report", "one file");
    refused(to(missing).writes("--report", folder.resolve("./new.mp4")), "one file");
    assertThatCode(
            to(missing).writes("--report", Path.of("/dev/null")).writes("-s", Path.of("/dev/null"))
                ::check)
        .doesNotThrowAnyException();
  }

  @Test
  void aFileOfAFolderThatIsRead() throws IOException {
    Path model = Files.createDirectories(folder.resolve("model/unet"));
    Path weights = Files.writeString(model.resolve("w.safetensors"), "w");
    refused(
        new Outputs().reads("the model", folder.resolve("model")).writes("--report", weights),
        "w.safetensors",
        "the model");
  }

  @Test
  void aNameThatIsTooLongIsNoticedBeforeTheWork() throws IOException {
    refused(to(folder.resolve("n".repeat(300) + ".mp4")), "File name too long");
  }
}
