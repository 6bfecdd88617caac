package dev.frameloom.report;

/**
 * HTML as it is written, tag by tag. Whatever is not a tag is escaped, and names of tags and
 * attributes are ours, so that no text can become markup.
 */
final class Html {

  private final StringBuilder out = new StringBuilder();

  /** What every page begins with. */
  Html doctype() {
    out.append("<!DOCTYPE html>\n");
    return this;
  }

  /** Opens an element; attributes are names and values in turn. */
  Html open(String tag, String... attributes) {
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException("an attribute of " + tag + " has no value");
    }
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
    out.append('>');
    return this;
  }

  Html close(String tag) {
    out.append("</").append(tag).append('>');
    return this;
  }

  /** An element that is on lines of its own. */
  Html block(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close(tag).line();
  }

  /** An element within a line. */
  Html inline(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close(tag);
  }

  Html text(String text) {
    escape(text);
    return this;
  }

  Html line() {
    out.append('\n');
    return this;
  }

  /** Text of this program's own that is no content: a style sheet. */
  Html style(String css) {
    if (css.contains("</")) {
      throw new IllegalArgumentException("a style sheet holds no tags");
    }
    out.append("<style>\n").append(css).append("</style>\n");
    return this;
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '\ufffd' : c);
      }
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
