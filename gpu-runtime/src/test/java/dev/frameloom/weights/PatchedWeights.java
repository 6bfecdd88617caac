package dev.frameloom.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Damages safetensors files. */
public final class PatchedWeights {

  private PatchedWeights() {}

  /** Writes a number over all of a tensor in single precision, in place. */
  public static void fill(Path file, String tensor, float value) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      int length = (int) bytes.getLong(0);
      String header = new String(bytes.array(), 8, length, StandardCharsets.UTF_8);
      JsonNode offsets = new ObjectMapper().readTree(header).get(tensor).get("data_offsets");
      for (int at = offsets.get(0).asInt(); at < offsets.get(1).asInt(); at += 4) {
        bytes.putFloat(8 + length + at, value);
      }
      Files.write(file, bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
