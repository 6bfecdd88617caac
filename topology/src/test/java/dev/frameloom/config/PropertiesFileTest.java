package dev.frameloom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesFileTest {

  private static final String TEXT = "edit.steps=3\r\nedit.model=/models/été 夏\r\n";
  private static final Map<String, String> VALUES =
      Map.of("edit.steps", "3", "edit.model", "/models/été 夏");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void aByteOrderMarkSaysWhatItIs(String charset) throws IOException {
    assertThat(read(("\uFEFF" + TEXT).getBytes(Charset.forName(charset)))).isEqualTo(VALUES);
  }

  @Test
  void plainUtf8IsReadAndMarksInTheMiddleAreNoLetters() throws IOException {
    assertThat(read(TEXT.getBytes(StandardCharsets.UTF_8))).isEqualTo(VALUES);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes("\uFEFFedit.seed=1\n".getBytes(StandardCharsets.UTF_8));
    joined.writeBytes("\uFEFFedit.steps=3\n".getBytes(StandardCharsets.UTF_8));
    assertThat(read(joined.toByteArray())).containsOnlyKeys("edit.seed", "edit.steps");
  }

  @Test
  void otherEncodingsAreRefusedWithTheLine() {
    assertThatThrownBy(() -> read(TEXT.replace("夏", "").getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("a.properties", "line 2", "save it as UTF-8");
    assertThatThrownBy(() -> read("edit.steps=3".getBytes(StandardCharsets.UTF_16LE)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("a.properties", "UTF-16", "save it as UTF-8");
  }

  private Map<String, String> read(byte[] bytes) throws IOException {
    return PropertiesFile.read(Files.write(folder.resolve("a.properties"), bytes));
  }
}
