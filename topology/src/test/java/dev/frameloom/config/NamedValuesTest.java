package dev.frameloom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedValuesTest {

  @Provide
  Arbitrary<Map<String, String>> values() {
    Arbitrary<String> names =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withChars("-.0")
            .ofMinLength(1)
            .ofMaxLength(9);
    Arbitrary<String> telling = Arbitraries.strings().withChars(",\\= a\n").ofMaxLength(12);
    return Arbitraries.maps(names, Arbitraries.oneOf(telling, Arbitraries.strings().ofMaxLength(9)))
        .ofMaxSize(5);
  }

  @Property
  void theTextOfAnyValuesIsReadAsThem(@ForAll("values") Map<String, String> values) {
    NamedValues named = new NamedValues(values);
    assertThat(NamedValues.parse(named.toString())).isEqualTo(named);
    assertThat(NamedValues.parse("  " + named + "\n")).isEqualTo(named);
    values.forEach((name, value) -> assertThat(named.byName()).containsEntry(name, value.strip()));
  }

  @Property
  void othersReplaceThoseOfTheSameNameAndTheRestStay(
      @ForAll("values") Map<String, String> first, @ForAll("values") Map<String, String> second) {
    Map<String, String> both = new NamedValues(first).with(new NamedValues(second)).byName();
    assertThat(both).containsAllEntriesOf(new NamedValues(second).byName());
    first.forEach(
        (name, value) -> {
          if (!second.containsKey(name)) {
            assertThat(both).containsEntry(name, value.strip());
          }
        });
    assertThat(both.keySet()).allMatch(name -> first.containsKey(name) || second.containsKey(name));
  }

  @Test
  void commasAndBackslashesOfValuesFollowABackslash() {
    NamedValues read =
        NamedValues.parse("source-prompt = a dog\\, running=fast , path=C:\\\\x,none=");
    assertThat(read.byName())
        .containsExactly(
            Map.entry("none", ""),
            Map.entry("path", "C:\\x"),
            Map.entry("source-prompt", "a dog, running=fast"));
    assertThat(read).hasToString("none=,path=C:\\\\x,source-prompt=a dog\\, running=fast");
    assertThat(NamedValues.parse(" ").byName()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a=1,", ",a=1", "=1", "a=1,a=2", "a\\,b=1", "a=C:\\x", "a=1\\"})
  void whatIsNoSuchTextIsRefused(String text) {
    assertThatThrownBy(() -> NamedValues.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNameThatNoTextCouldHaveIsRefused() {
    assertThatThrownBy(() -> new NamedValues(Map.of("a=b", "1"))).hasMessageContaining("'a=b'");
    assertThatThrownBy(() -> new NamedValues(Map.of(" ", "1"))).hasMessageContaining("''");
    assertThatThrownBy(() -> new NamedValues(Map.of("a", "1", "a ", "2")))
        .hasMessageContaining("a is named twice");
  }
}
