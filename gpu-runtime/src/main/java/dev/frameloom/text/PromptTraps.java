package dev.frameloom.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the common web interfaces read in prompts and is not built here: taken as words it would
 * change the picture without a word.
 */
final class PromptTraps {

  /** {@code <lora:name:0.8>}; there may be more after the scale. */
  private static final Pattern NETWORK =
      Pattern.compile(
          "<\\s*(lora|lyco|hypernet)\\s*:([^:<>]+)(?::([^:<>]*)[^<>]*)?>",
          Pattern.CASE_INSENSITIVE);

  /** What ends a schedule: {@code [from:to:0.5]}. */
  private static final Pattern WHEN = Pattern.compile(":\\s*(\\d+\\.?\\d*|\\.\\d+)\\s*$");

  private static final Pattern EMBEDDING =
      Pattern.compile("\\bembedding:[\\w.-]+", Pattern.CASE_INSENSITIVE);

  private static final Pattern AND = Pattern.compile("\\bAND\\b");

  private record Open(char bracket, int at) {}

  private PromptTraps() {}

  /**
   * Refuses.
   *
   * @throws IllegalArgumentException that quotes what is not built and says what to write
   */
  static void check(String text) {
    Matcher network = NETWORK.matcher(text);
    if (network.find()) {
      throw new IllegalArgumentException(instead(network));
    }
    checkSquares(text);
  }

  private static String instead(Matcher network) {
    String found = PromptPart.shown(network.group());
    if (network.group(1).toLowerCase(Locale.ROOT).equals("hypernet")) {
      return found + " names a hypernetwork, which is not supported: take it out";
    }
    String name = network.group(2).strip().replace("+", "++").replace("@", "@@");
    String scale = network.group(3) == null ? "" : network.group(3).strip();
    boolean number = scale.matches("-?(\\d+\\.?\\d*|\\.\\d+)");
    return "%s names a LoRA, which a prompt can't: take it out, and name it after the model, as --model %s"
        .formatted(found, "MODEL+" + name + (number ? "@" + scale : ""));
  }

  /** Square brackets that change the prompt from step to step. */
  private static void checkSquares(String text) {
    Deque<Open> open = new ArrayDeque<>();
    boolean alternates = false;
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      if (sign == '\\') {
        i++;
      } else if (sign == '(' || sign == '[') {
        open.push(new Open(sign, i));
      } else if (sign == '|') {
        alternates |= !open.isEmpty() && open.peek().bracket() == '[';
      } else if ((sign == ')' || sign == ']') && !open.isEmpty()) {
        Open opened = open.pop();
        if (sign == ']' && opened.bracket() == '[') {
          refuse(text.substring(opened.at(), i + 1), alternates);
        }
      }
    }
  }

  private static void refuse(String brackets, boolean alternates) {
    if (alternates && brackets.indexOf('|') >= 0) {
      throw new IllegalArgumentException(
          "%s alternates between words from step to step, which is not done; write one of them, or \\[ for a bracket that is meant"
              .formatted(PromptPart.shown(brackets)));
    }
    if (WHEN.matcher(brackets.substring(1, brackets.length() - 1)).find()) {
      throw new IllegalArgumentException(
          "%s changes the prompt in the middle of the steps, which is not done; for a weight write round brackets, as (word:0.8), or \\[ for a bracket that is meant"
              .formatted(PromptPart.shown(brackets)));
    }
  }

  /** What is taken as words and means something elsewhere. */
  static List<String> notes(String text) {
    List<String> notes = new ArrayList<>();
    Matcher embedding = EMBEDDING.matcher(text);
    if (embedding.find()) {
      notes.add(
          PromptPart.shown(embedding.group())
              + " is taken as words: textual inversions are not supported");
    }
    if (AND.matcher(text).find()) {
      notes.add("AND is taken as a word: prompts are not composed");
    }
    return notes;
  }
}
