package dev.frameloom.cli;

import dev.frameloom.schemas.Keys;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names of streams and edits, which make up the records' keys. */
final class IdConverter implements ITypeConverter<String> {

  @Override
  public String convert(String text) {
    if (!Keys.isLegalId(text)) {
      throw new TypeConversionException(
          "expected 1 to "
              + Keys.MAX_ID_LENGTH
              + " characters without '/' and control characters, found \""
              + text
              + "\"");
    }
    return text;
  }
}
