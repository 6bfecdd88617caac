package dev.frameloom.weights;

import java.util.Map;

/** Words of a dotted name. */
final class LdmWords {

  private LdmWords() {}

  /** Replaces the first words of a name by others where there are any for them. */
  static String replaceStart(String name, Map<String, String> words) {
    for (Map.Entry<String, String> entry : words.entrySet()) {
      String from = entry.getKey();
      if (name.equals(from) || name.startsWith(from + ".")) {
        return entry.getValue() + name.substring(from.length());
      }
    }
    return name;
  }
}
