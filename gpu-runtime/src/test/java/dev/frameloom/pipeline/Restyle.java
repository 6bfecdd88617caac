package dev.frameloom.pipeline;

import dev.frameloom.image.ImageEncoding;
import dev.frameloom.image.Picture;
import dev.frameloom.image.PictureCodec;
import dev.frameloom.model.DiffusionModel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The example of the module's README: the lines between its braces stand there. */
final class Restyle {

  private Restyle() {}

  /**
   * Restyles a picture.
   *
   * @param arguments folder of a model, picture to read, picture to write
   */
  public static void main(String[] arguments) throws Exception {
    Picture photo = PictureCodec.decode(Files.readAllBytes(Path.of(arguments[1])));
    try (DiffusionModel model = DiffusionModel.load(Path.of(arguments[0]), "cpu")) {
      ImageRequest request =
          ImageRequest.of("a pencil sketch")
              .without("blurred")
              .from(photo, 0.6)
              .withSizes(SizePolicy.PAD)
              .withSteps(20)
              .withGuidance(5)
              .withSeed(7);
      Picture sketch = new ImagePipeline(model).make(request).get(0);
      Files.write(Path.of(arguments[2]), PictureCodec.encode(sketch, ImageEncoding.PNG, 100));
    }
  }
}
