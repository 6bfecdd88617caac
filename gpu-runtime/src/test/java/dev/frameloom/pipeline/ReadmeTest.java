package dev.frameloom.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.image.ImageEncoding;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.image.TestPictures;
import dev.frameloom.model.UntrainedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example is code that runs. */
class ReadmeTest {

  @Test
  void the_example_stands_in_the_readme_as_it_is() throws Exception {
    String source = Files.readString(Path.of("src/test/java/dev/frameloom/pipeline/Restyle.java"));
    String head = "throws Exception {\n";
    String body =
        source
            .substring(source.indexOf(head) + head.length(), source.lastIndexOf("  }\n}"))
            .indent(-4);

    assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + body + "```");
    assertThat(body.lines().count()).isLessThanOrEqualTo(15);
  }

  @Test
  void the_example_runs(@TempDir Path folder) throws Exception {
    UntrainedModel.write(folder.resolve("model"), 1);
    Picture photo = TestPictures.waves(61, 45, 0, 0);
    Path in =
        Files.write(folder.resolve("in.png"), PictureCodec.encode(photo, ImageEncoding.PNG, 100));
    Path out = folder.resolve("out.png");

    Restyle.main(new String[] {folder.resolve("model").toString(), in.toString(), out.toString()});

    Picture sketch = PictureCodec.decode(Files.readAllBytes(out));
    assertThat(sketch.width()).isEqualTo(61);
    assertThat(sketch.height()).isEqualTo(45);
    assertThat(sketch).isNotEqualTo(photo);
  }
}
