package dev.frameloom.metric;

import dev.frameloom.image.Picture;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over the pixels of pictures in order, and over nothing else: it equals the SHA-256 of the
 * same pictures as raw RGB video. For one thread.
 */
public final class PictureDigest {

  private final MessageDigest sha256;

  /** A digest over no picture yet. */
  public PictureDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Adds the next picture. */
  public void add(Picture picture) {
    sha256.update(picture.rgb());
  }

  /** 64 hexadecimal digits over what was added; ends the digest, which then starts anew. */
  public String finish() {
    return HexFormat.of().formatHex(sha256.digest());
  }
}
