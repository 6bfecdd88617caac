package dev.frameloom.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * The versions of our schemas that were ever released: resources {@code released/<Name>.1.avsc},
 * {@code .2.avsc} and so on, each complete in itself. They are never changed; a change of a schema
 * adds a file. State stores that an older version wrote are read by them, and every schema must be
 * able to read records of all of them.
 */
final class ReleasedSchemas {

  private ReleasedSchemas() {}

  /** All versions of the record with a simple name, oldest first. */
  static List<Schema> of(String name) {
    List<Schema> versions = new ArrayList<>();
    for (int version = 1; ; version++) {
      String resource = resource(name, version);
      try (InputStream in = ReleasedSchemas.class.getResourceAsStream(resource)) {
        if (in == null) {
          return versions;
        }
        versions.add(new Schema.Parser().parse(in));
      } catch (IOException e) {
        throw new UncheckedIOException("can't read resource " + resource, e);
      }
    }
  }

  static String resource(String name, int version) {
    return "released/%s.%d.avsc".formatted(name, version);
  }
}
