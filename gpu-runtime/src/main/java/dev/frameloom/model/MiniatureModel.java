package dev.frameloom.model;

import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.Revision;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The trained model that ships with Frameloom: a diffusers folder among the resources of the jar.
 * What it was trained on, what it can do and what not is said in its {@code README.md}.
 */
public final class MiniatureModel {

  /** What it is called by. */
  public static final String NAME = "miniature";

  /** Frameloom's own. */
  public static final String LICENCE = "Apache-2.0";

  private static final String ROOT = "dev/frameloom/model/miniature/";

  /** The model card for people: part of the folder, and not of what is loaded. */
  private static final String README = "README.md";

  /** The one for machines, which the revision does not cover either: it is no part of the model. */
  private static final String CARD = "frameloom.json";

  /** A jar can't be listed, so they are named. The index last: without it there is no model yet. */
  private static final List<String> FILES =
      List.of(
          README,
          CARD,
          "scheduler/scheduler_config.json",
          "tokenizer/vocab.json",
          "tokenizer/merges.txt",
          "tokenizer/tokenizer_config.json",
          "tokenizer/special_tokens_map.json",
          "text_encoder/config.json",
          "text_encoder/model.safetensors",
          "unet/config.json",
          "unet/diffusion_pytorch_model.safetensors",
          "vae/config.json",
          "vae/diffusion_pytorch_model.safetensors",
          "model_index.json");

  private final ClassLoader resources;

  /** The one of this build. */
  public MiniatureModel() {
    this(MiniatureModel.class.getClassLoader());
  }

  /** The one among other resources, as those of another build. */
  public MiniatureModel(ClassLoader resources) {
    this.resources = resources;
  }

  /**
   * Writes the model.
   *
   * @param folder made where missing; files that are there are replaced
   * @throws IOException where a file can't be written
   * @throws ModelLoadException where this build has no such file
   */
  public void write(Path folder) throws IOException {
    for (String file : FILES) {
      Path target = folder.resolve(file);
      Files.createDirectories(target.getParent());
      Files.deleteIfExists(target);
      try (InputStream in = url(file).openStream()) {
        Files.copy(in, target);
      }
    }
  }

  /**
   * The revision that the written folder will have. Reads and hashes all files.
   *
   * @throws ModelLoadException where this build lacks one
   */
  public String revision() {
    SortedMap<String, URL> contents = new TreeMap<>();
    for (String file : FILES) {
      if (!file.equals(README) && !file.equals(CARD)) {
        contents.put(file, url(file));
      }
    }
    return Revision.of(contents);
  }

  /**
   * What it recommends to be used with: contents of the file {@code frameloom.json}.
   *
   * @throws ModelLoadException where this build lacks it
   */
  public String card() {
    try (InputStream in = url(CARD).openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ModelLoadException(CARD + " can't be read: " + e.getMessage(), e);
    }
  }

  private URL url(String file) {
    URL url = resources.getResource(ROOT + file);
    if (url == null) {
      throw new ModelLoadException(
          "this build of Frameloom lacks "
              + file
              + " of its model; build it with gpu-runtime/miniature/model, or name another model");
    }
    return url;
  }
}
