package dev.frameloom.model;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Builds of Frameloom that ship another model: small ones of the same files. */
public final class MiniatureResources {

  private MiniatureResources() {}

  /** A build whose classes lie in a folder. The files are below {@link #model}. */
  public static ClassLoader folder(Path root, long seed) throws IOException {
    UntrainedModel.write(model(root), seed);
    Files.writeString(model(root).resolve("README.md"), "# Seed " + seed + "\n");
    Files.writeString(model(root).resolve("frameloom.json"), card(seed));
    return loader(root);
  }

  /** What the model of such a build recommends. */
  public static String card(long seed) {
    return "{\"recommended\": {\"live\": {\"steps\": " + (10 + seed) + "}}}";
  }

  /** Where such a build has its model's files. */
  public static Path model(Path root) {
    return root.resolve("dev/frameloom/model/miniature");
  }

  /** The same in a jar. */
  static ClassLoader jar(Path root, long seed) throws IOException {
    Path classes = root.resolve("classes");
    folder(classes, seed);
    Path jar = root.resolve("build.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> found = Files.walk(classes)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(file).toString().replace('\\', '/');
        entries.putNextEntry(new JarEntry(name));
        Files.copy(file, entries);
      }
    }
    return loader(jar);
  }

  private static ClassLoader loader(Path place) throws IOException {
    List<URL> urls = List.of(place.toUri().toURL());
    return new URLClassLoader(urls.toArray(URL[]::new), null);
  }
}
