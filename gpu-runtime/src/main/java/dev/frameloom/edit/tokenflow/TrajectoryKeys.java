package dev.frameloom.edit.tokenflow;

import dev.frameloom.edit.SourceFrame;
import dev.frameloom.image.Picture;
import dev.frameloom.model.DiffusionModel;
import dev.frameloom.text.Prompt;
import dev.frameloom.vae.Tiling;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Keys of inverted frames: a digest over all that their numbers depend on to the last bit, the
 * frames that are inverted in the same call included.
 */
final class TrajectoryKeys {

  private final String common;

  TrajectoryKeys(DiffusionModel model, Tiling tiling, InversionPath path, Prompt source) {
    common =
        String.join(
            "\n",
            model.description().revision(),
            model.precision().toString(),
            tiling.toString(),
            path.toString(),
            source.toString());
  }

  /** A key for each frame of a call. */
  List<String> of(List<SourceFrame> call) {
    MessageDigest digest = sha256();
    digest.update(common.getBytes(StandardCharsets.UTF_8));
    for (SourceFrame frame : call) {
      Picture picture = frame.picture();
      digest.update(
          ("\n" + picture.width() + "x" + picture.height()).getBytes(StandardCharsets.UTF_8));
      digest.update(picture.rgb());
    }
    String whole = HexFormat.of().formatHex(digest.digest());
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < call.size(); i++) {
      keys.add(whole + "/" + i);
    }
    return keys;
  }

  /** One key of many. */
  static String digest(List<List<String>> keys) {
    return HexFormat.of()
        .formatHex(sha256().digest(keys.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
