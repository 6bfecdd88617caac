package dev.frameloom.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds added tokens in a text. */
final class AddedTokens {

  private final Map<String, Integer> ids = new HashMap<>();
  private final Optional<Pattern> asWritten;
  private final Optional<Pattern> normalized;

  /** A part of a text: an added token, or what is between two. */
  record Part(String text, Optional<Integer> token) {}

  AddedTokens(List<AddedToken> tokens) {
    asWritten = pattern(tokens, token -> !token.normalized());
    normalized = pattern(tokens, AddedToken::normalized);
  }

  private Optional<Pattern> pattern(List<AddedToken> tokens, Predicate<AddedToken> which) {
    List<String> contents = new ArrayList<>();
    for (AddedToken token : tokens) {
      if (which.test(token)) {
        String content =
            token.normalized()
                ? PromptText.lowerCase(PromptText.composed(token.content()))
                : token.content();
        ids.put(content, token.id());
        contents.add(content);
      }
    }
    // of several that begin at the same place the longest is meant
    contents.sort(Comparator.comparing(String::length).reversed());
    return contents.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Pattern.compile(String.join("|", contents.stream().map(Pattern::quote).toList())));
  }

  /** Cuts a prompt as it was written. */
  List<Part> inPrompt(String prompt) {
    return split(asWritten, prompt);
  }

  /** Cuts composed lower-cased text. */
  List<Part> inNormalized(String text) {
    return split(normalized, text);
  }

  private List<Part> split(Optional<Pattern> pattern, String text) {
    if (pattern.isEmpty()) {
      return List.of(new Part(text, Optional.empty()));
    }
    List<Part> parts = new ArrayList<>();
    Matcher matcher = pattern.get().matcher(text);
    int from = 0;
    while (matcher.find()) {
      parts.add(new Part(text.substring(from, matcher.start()), Optional.empty()));
      parts.add(new Part(matcher.group(), Optional.of(ids.get(matcher.group()))));
      from = matcher.end();
    }
    parts.add(new Part(text.substring(from), Optional.empty()));
    return parts;
  }
}
