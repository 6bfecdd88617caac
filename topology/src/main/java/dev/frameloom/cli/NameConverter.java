package dev.frameloom.cli;

import dev.frameloom.catalog.CatalogEntry;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names of models in the catalog. */
final class NameConverter implements ITypeConverter<String> {

  @Override
  public String convert(String text) {
    try {
      CatalogEntry.checkName(text);
      return text;
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
