package dev.frameloom.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.frameloom.image.Picture;
import dev.frameloom.image.TestPictures;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class WarpErrorTest {

  private static final int FRAMES = 5;

  @Test
  void anEditThatMovesWithItsSourceScoresFarBetterThanOneThatFlickers() {
    double steady = measure(t -> inverted(source(t)));
    double flickering = measure(t -> noisy(source(t), t));
    double itself = measure(WarpErrorTest::source);

    assertThat(itself).isLessThan(1e-3);
    assertThat(steady).isLessThan(2 * itself);
    assertThat(flickering).isGreaterThan(20 * steady);
  }

  @Test
  void anOffsetBetweenTwoEditedFramesIsItsSquare() {
    Picture ground = TestPictures.waves(96, 64, 0, 0);
    try (WarpError meter = new WarpError()) {
      assertThat(meter.add(ground, TestPictures.plain(96, 64, 0, 0, 0))).isEmpty();
      assertThat(meter.add(ground, TestPictures.plain(96, 64, 51, 51, 51)).getAsDouble())
          .isBetween(0.0399999, 0.0400001);
      assertThat(meter.mean().getAsDouble()).isBetween(0.0399999, 0.0400001);
      assertThat(meter.count()).isEqualTo(1);
    }
  }

  @Test
  void aCutOrAChangeOfSizeStartsAnew() {
    try (WarpError meter = new WarpError()) {
      meter.add(source(0), source(0));
      meter.cut();
      assertThat(meter.add(source(1), source(1))).isEmpty();
      assertThat(meter.add(TestPictures.waves(40, 40, 0, 0), TestPictures.waves(40, 40, 0, 0)))
          .isEmpty();
      assertThat(meter.mean()).isEmpty();
    }
  }

  @Test
  void anEditOfAnotherSizeIsRefused() {
    try (WarpError meter = new WarpError()) {
      assertThatThrownBy(() -> meter.add(source(0), TestPictures.plain(8, 8, 0, 0, 0)))
          .hasMessageContaining("expected 160x96, found 8x8");
    }
  }

  @Test
  void psnrIsInfiniteForEqualPicturesAndKnownForAnOffset() {
    Picture a = TestPictures.plain(8, 8, 100, 100, 100);

    assertThat(Psnr.between(a, a)).isInfinite();
    assertThat(Psnr.between(a, TestPictures.plain(8, 8, 110, 90, 110))).isBetween(28.13, 28.14);
  }

  @Test
  void theDigestIsThatOfTheRawVideo() {
    PictureDigest digest = new PictureDigest();
    digest.add(new Picture(1, 1, new byte[] {'a', 'b', 'c'}));
    digest.add(new Picture(1, 1, new byte[] {'d', 'e', 'f'}));

    // printf abcdef | sha256sum
    assertThat(digest.finish())
        .isEqualTo("bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721");
  }

  private static double measure(IntFunction<Picture> edit) {
    try (WarpError meter = new WarpError()) {
      for (int t = 0; t < FRAMES; t++) {
        meter.add(source(t), edit.apply(t));
      }
      assertThat(meter.count()).isEqualTo(FRAMES - 1);
      return meter.mean().getAsDouble();
    }
  }

  private static Picture source(int t) {
    return TestPictures.waves(160, 96, 2.5 * t, -t);
  }

  private static Picture inverted(Picture picture) {
    byte[] rgb = picture.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (255 - (rgb[i] & 0xff));
    }
    return new Picture(picture.width(), picture.height(), rgb);
  }

  private static Picture noisy(Picture picture, int t) {
    Random random = new Random(t);
    byte[] rgb = picture.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.max(0, Math.min(255, (rgb[i] & 0xff) + random.nextGaussian() * 40));
    }
    return new Picture(picture.width(), picture.height(), rgb);
  }
}
