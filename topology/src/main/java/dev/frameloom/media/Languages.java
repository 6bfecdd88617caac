package dev.frameloom.media;

import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;

/**
 * Languages as containers and people write them: {@code de}, {@code ger}, {@code deu}, {@code
 * de-AT}.
 */
final class Languages {

  /** The bibliographic codes of ISO 639-2, where they are not the terminological ones. */
  private static final Map<String, String> BIBLIOGRAPHIC =
      Map.ofEntries(
          Map.entry("alb", "sqi"),
          Map.entry("arm", "hye"),
          Map.entry("baq", "eus"),
          Map.entry("bur", "mya"),
          Map.entry("chi", "zho"),
          Map.entry("cze", "ces"),
          Map.entry("dut", "nld"),
          Map.entry("fre", "fra"),
          Map.entry("geo", "kat"),
          Map.entry("ger", "deu"),
          Map.entry("gre", "ell"),
          Map.entry("ice", "isl"),
          Map.entry("mac", "mkd"),
          Map.entry("mao", "mri"),
          Map.entry("may", "msa"),
          Map.entry("per", "fas"),
          Map.entry("rum", "ron"),
          Map.entry("slo", "slk"),
          Map.entry("tib", "bod"),
          Map.entry("wel", "cym"));

  private Languages() {}

  static boolean same(String left, String right) {
    return code(left).equals(code(right));
  }

  /** The code that QuickTime's table of languages has, which is the bibliographic one. */
  static String quickTime(String language) {
    String code = code(language);
    return BIBLIOGRAPHIC.entrySet().stream()
        .filter(it -> it.getValue().equals(code))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(code);
  }

  /** Of three letters, where it is a language; otherwise the word itself. */
  private static String code(String word) {
    String language = Locale.forLanguageTag(word.strip().replace('_', '-')).getLanguage();
    if (language.isEmpty()) {
      return word.strip().toLowerCase(Locale.ROOT);
    }
    if (language.length() == 3) {
      return BIBLIOGRAPHIC.getOrDefault(language, language);
    }
    try {
      return Locale.forLanguageTag(language).getISO3Language();
    } catch (MissingResourceException e) {
      return language;
    }
  }
}
