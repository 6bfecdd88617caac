package dev.frameloom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeConverterTest {

  private final SourceFlags.TimeConverter converter = new SourceFlags.TimeConverter();

  @ParameterizedTest
  @CsvSource({"0,0", "2.5,2500", "1:30,90000", "01:00:00.25,3600250"})
  void readsSecondsMinutesAndHours(String text, long millis) {
    assertThat(converter.convert(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1:2:3:4"})
  void saysWhatIsExpectedOfOtherTexts(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(picocli.CommandLine.TypeConversionException.class);
  }
}
