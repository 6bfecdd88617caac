package dev.frameloom.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which model an edit asks for, as text: {@code base+lora@0.8+other}. A plus sign parts a model
 * from its LoRAs, an at sign a LoRA from its scale, which is 1 where none is said. Names may hold
 * anything else, as dots, dashes and slashes; a plus or at sign in a name is written twice.
 *
 * @param base name or path of the model
 * @param loras in the order in which they are added
 */
public record ModelReference(String base, List<Lora> loras) {

  /** A character of a name, a pair that stands for one, or a sign that parts names. */
  private static final Pattern SIGN = Pattern.compile("\\+\\+|@@|[^+@]+|[+@]");

  private static final String MORE = "+";
  private static final String SCALE = "@";

  /**
   * A LoRA.
   *
   * @param name name or path
   * @param scale 1 for the LoRA as it was trained
   */
  public record Lora(String name, double scale) {

    public Lora {
      require(!name.isBlank(), "expected a LoRA's name, found none");
      require(
          Double.isFinite(scale),
          "scale of LoRA %s: expected a number, found %s".formatted(name, scale));
    }

    @Override
    public String toString() {
      return escaped(name) + (scale == 1 ? "" : SCALE + scale);
    }
  }

  public ModelReference {
    loras = List.copyOf(loras);
    require(!base.isBlank(), "expected a model's name, found none");
    Set<String> names = new HashSet<>();
    for (Lora lora : loras) {
      require(names.add(lora.name()), "expected each LoRA once, found " + lora.name() + " twice");
    }
  }

  /**
   * Reads a reference.
   *
   * @throws IllegalArgumentException where it is none; the message says why and how to write it
   */
  public static ModelReference parse(String text) {
    List<List<String>> parts =
        new ArrayList<>(); // of each: the name, and its scale if there is one
    parts.add(new ArrayList<>(List.of("")));
    Matcher sign = SIGN.matcher(text);
    while (sign.find()) {
      List<String> part = parts.get(parts.size() - 1);
      switch (sign.group()) {
        case MORE -> parts.add(new ArrayList<>(List.of("")));
        case SCALE -> part.add("");
        case "++", "@@" -> append(part, sign.group().substring(1));
        default -> append(part, sign.group());
      }
    }
    try {
      List<String> base = parts.get(0);
      require(base.size() == 1, "expected a scale after a LoRA only, found one after the model");
      List<Lora> loras = parts.stream().skip(1).map(ModelReference::lora).toList();
      return new ModelReference(base.get(0).strip(), loras);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "model \""
              + text
              + "\": "
              + e.getMessage()
              + ". Write base+lora@0.8+other, and a + or @ in a name twice",
          e);
    }
  }

  private static void append(List<String> part, String characters) {
    part.set(part.size() - 1, part.get(part.size() - 1) + characters);
  }

  private static Lora lora(List<String> part) {
    String name = part.get(0).strip();
    require(part.size() <= 2, "expected one scale for LoRA " + name + ", found several");
    if (part.size() == 1) {
      return new Lora(name, 1);
    }
    try {
      return new Lora(name, Double.parseDouble(part.get(1).strip()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "scale of LoRA %s: expected a number, found \"%s\"".formatted(name, part.get(1)), e);
    }
  }

  private static String escaped(String name) {
    return name.replace("+", "++").replace("@", "@@");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(escaped(base));
    loras.forEach(lora -> text.append(MORE).append(lora));
    return text.toString();
  }
}
