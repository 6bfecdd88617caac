package dev.frameloom.hub;

import dev.frameloom.edit.ModelCard;
import dev.frameloom.weights.ForeignFile;
import dev.frameloom.weights.ModelLoadException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which files of a repository are needed: those that loading reads, and no others. Pickles only
 * where there are no safetensors; weights in other formats, safety checkers, pictures and whole
 * checkpoints beside a folder stay where they are.
 *
 * @param files configurations first, then by size, so that what can't be used is seen early
 * @param single whether it is one file, and not a folder
 * @param notes what is not as was asked, for people
 */
public record FileSelection(List<HubFile> files, boolean single, List<String> notes) {

  private static final String SAFETENSORS = ".safetensors";

  private static final List<String> PARTS =
      List.of("unet", "vae", "text_encoder", "tokenizer", "scheduler");
  private static final List<String> WITHOUT_WEIGHTS = List.of("tokenizer", "scheduler");
  private static final Pattern SETTING = Pattern.compile("[A-Za-z0-9_.-]+\\.(?:json|txt)");

  /** Of a diffusers folder as a whole; ours says what the model is best used with. */
  private static final Set<String> WHOLE = Set.of("model_index.json", ModelCard.FILE);

  /** Stem, variant in one of its two places, part of several. */
  private static final Pattern WEIGHTS =
      Pattern.compile(
          "(model|diffusion_pytorch_model)(?:\\.(\\w+))?(?:-\\d{5}-of-\\d{5})?(?:\\.(\\w+))?"
              + "\\.safetensors");

  /** The same of pickles, which the transformers library calls otherwise. */
  private static final Pattern PICKLES =
      Pattern.compile(
          "(?:pytorch_model|diffusion_pytorch_model)(?:\\.(\\w+))?(?:-\\d{5}-of-\\d{5})?\\.bin");

  /** What CLIP has beside its configuration. */
  private static final Set<String> TOKENIZER =
      Set.of(
          "config.json",
          "merges.txt",
          "preprocessor_config.json",
          "special_tokens_map.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "vocab.json");

  private static final Pattern INDEX =
      Pattern.compile(
          "(?:model|diffusion_pytorch_model)(?:\\.(\\w+))?\\.safetensors\\.index(?:\\.(\\w+))?\\.json");

  /** No configuration or vocabulary is near it. */
  private static final long MAX_SETTING = 64L << 20;

  public FileSelection {
    files = List.copyOf(files);
    notes = List.copyOf(notes);
  }

  /** Bytes of all files. */
  public long size() {
    return files.stream().mapToLong(HubFile::size).sum();
  }

  /**
   * The one file that is asked for.
   *
   * @throws ModelLoadException where it is not there, or no file of weights
   */
  public static FileSelection file(HubListing listing, String name) {
    if (!isWeights(name)) {
      throw new ModelLoadException(
          name + ": expected a safetensors file, or a pickle as .ckpt or .pth; others are refused");
    }
    Optional<FileSelection> adapter =
        adapter(listing, name.substring(0, name.lastIndexOf('/') + 1));
    if (adapter.isPresent()
        && adapter.get().files().stream().anyMatch(it -> it.name().equals(name))) {
      return adapter.get();
    }
    return listing.files().stream()
        .filter(file -> file.name().equals(name))
        .findFirst()
        .map(FileSelection::single)
        .orElseThrow(
            () ->
                new ModelLoadException(
                    listing.id() + " has no file " + name + "; it has " + singles(listing)));
  }

  /**
   * A diffusers folder, the folder of a ControlNet, autoencoder or CLIP, PEFT's of a LoRA, or the
   * only file of weights.
   *
   * @param variant as {@code fp16}; empty for none
   * @throws ModelLoadException where the repository has nothing of this kind
   */
  public static FileSelection folder(HubListing listing, String variant) {
    List<String> notes = new ArrayList<>();
    List<HubFile> files = new ArrayList<>();
    if (has(listing, "model_index.json")) {
      settings(listing, "").filter(it -> WHOLE.contains(it.name())).forEach(files::add);
      for (String part : PARTS) {
        settings(listing, part + "/").forEach(files::add);
        if (!WITHOUT_WEIGHTS.contains(part)) {
          files.addAll(weights(listing, part + "/", variant, notes));
        }
      }
      return sorted(files, notes);
    }
    Optional<FileSelection> adapter = adapter(listing, "");
    if (adapter.isPresent()) {
      return adapter.get();
    }
    boolean weights =
        weightFiles(listing, "").findAny().isPresent()
            || pickles(listing, "").findAny().isPresent();
    if (has(listing, "config.json") && weights) {
      settings(listing, "").filter(it -> TOKENIZER.contains(it.name())).forEach(files::add);
      files.addAll(weights(listing, "", variant, notes));
      return sorted(files, notes);
    }
    List<HubFile> singles =
        below(listing, "").filter(it -> it.name().endsWith(SAFETENSORS)).toList();
    if (singles.size() == 1) {
      return single(singles.get(0));
    }
    List<HubFile> pickles =
        below(listing, "").filter(it -> ForeignFile.isPickle(it.name())).toList();
    if (singles.isEmpty() && pickles.size() == 1) {
      return single(pickles.get(0));
    }
    throw new ModelLoadException(
        listing.id()
            + " is no diffusers folder (no model_index.json). "
            + (singles.isEmpty()
                ? "It has no safetensors file either; " + others(listing)
                : "Choose one of its files with --file: " + singles(listing)));
  }

  /**
   * PEFT's adapter: its weights, and the configuration that says how strong they are.
   *
   * @param prefix folder, with a slash at the end; empty for the repository's own
   * @throws ModelLoadException where it lies in a folder of the repository
   */
  private static Optional<FileSelection> adapter(HubListing listing, String prefix) {
    List<HubFile> files =
        Stream.of("adapter_config.json", "adapter_model.safetensors", "adapter_model.bin")
            .flatMap(it -> listing.files().stream().filter(f -> f.name().equals(prefix + it)))
            .limit(2)
            .toList();
    if (files.size() < 2 || !files.get(0).name().endsWith("adapter_config.json")) {
      return Optional.empty();
    }
    if (!prefix.isEmpty()) {
      throw new ModelLoadException(
          listing.id()
              + ": the adapter in "
              + prefix
              + " is two files, weights and adapter_config.json: fetch both into a folder, and enter"
              + " that with `frameloom models import`");
    }
    checkSize(files.get(0));
    HubFile weights = files.get(1);
    List<String> notes =
        ForeignFile.isPickle(weights.name()) ? List.of(converted(weights)) : List.of();
    return Optional.of(new FileSelection(files, false, notes));
  }

  private static FileSelection single(HubFile file) {
    return new FileSelection(
        List.of(file),
        true,
        ForeignFile.isPickle(file.name()) ? List.of(converted(file)) : List.of());
  }

  private static String converted(HubFile file) {
    return file.name()
        + " is a pickle; of it only tensors are read, and written as safetensors. Nothing in it is"
        + " run";
  }

  /** Whether a name is that of a file of weights, and not of a configuration. */
  public static boolean isWeights(String name) {
    return name.endsWith(SAFETENSORS) || ForeignFile.isPickle(name);
  }

  private static FileSelection sorted(List<HubFile> files, List<String> notes) {
    files.sort(
        Comparator.comparing((HubFile it) -> isWeights(it.name()))
            .thenComparing(HubFile::size)
            .thenComparing(HubFile::name));
    return new FileSelection(files, false, notes);
  }

  private static boolean has(HubListing listing, String name) {
    return listing.files().stream().anyMatch(it -> it.name().equals(name));
  }

  private static Stream<HubFile> below(HubListing listing, String prefix) {
    return listing.files().stream()
        .filter(it -> it.name().startsWith(prefix))
        .filter(it -> !it.name().substring(prefix.length()).contains("/"));
  }

  private static Stream<HubFile> settings(HubListing listing, String prefix) {
    return below(listing, prefix)
        .filter(it -> SETTING.matcher(it.fileName()).matches())
        .filter(it -> !it.fileName().contains(".index."))
        .peek(FileSelection::checkSize);
  }

  private static void checkSize(HubFile file) {
    if (file.size() > MAX_SETTING) {
      throw new ModelLoadException(
          file.name()
              + ": expected a configuration of at most "
              + MAX_SETTING
              + " bytes, found "
              + file.size());
    }
  }

  private static Stream<HubFile> weightFiles(HubListing listing, String prefix) {
    return below(listing, prefix)
        .filter(
            it ->
                WEIGHTS.matcher(it.fileName()).matches() || INDEX.matcher(it.fileName()).matches());
  }

  private static Stream<HubFile> pickles(HubListing listing, String prefix) {
    return below(listing, prefix).filter(it -> PICKLES.matcher(it.fileName()).matches());
  }

  /** The variant that is asked for; else the one without a name; else the first by name. */
  private static List<HubFile> weights(
      HubListing listing, String prefix, String variant, List<String> notes) {
    Map<String, List<HubFile>> byVariant = new TreeMap<>();
    weightFiles(listing, prefix)
        .forEach(it -> byVariant.computeIfAbsent(variantOf(it), v -> new ArrayList<>()).add(it));
    byVariant.values().removeIf(it -> it.stream().allMatch(FileSelection::isIndex));
    if (byVariant.isEmpty()) {
      pickles(listing, prefix)
          .forEach(it -> byVariant.computeIfAbsent(variantOf(it), v -> new ArrayList<>()).add(it));
      pickles(listing, prefix).findFirst().ifPresent(it -> notes.add(converted(it)));
    }
    if (byVariant.isEmpty()) {
      throw new ModelLoadException(
          listing.id() + ": no file of weights in " + prefix + "; " + others(listing));
    }
    String taken =
        Stream.of(variant, "")
            .filter(byVariant::containsKey)
            .findFirst()
            .orElse(byVariant.keySet().iterator().next());
    if (!taken.equals(variant)) {
      notes.add(
          prefix
              + ": no "
              + (variant.isEmpty() ? "weights without a variant" : "variant " + variant)
              + "; taken is "
              + (taken.isEmpty() ? "the one without a variant" : taken));
    }
    return unambiguous(byVariant.get(taken));
  }

  /** A whole file wins over the same weights in several. */
  private static List<HubFile> unambiguous(List<HubFile> files) {
    return files.stream()
        .filter(it -> !isIndex(it) && !it.fileName().contains("-of-"))
        .findFirst()
        .map(List::of)
        .orElse(files);
  }

  private static boolean isIndex(HubFile file) {
    return file.name().endsWith(".json");
  }

  private static String variantOf(HubFile file) {
    Matcher weights = WEIGHTS.matcher(file.fileName());
    if (weights.matches()) {
      return orEmpty(weights.group(2)) + orEmpty(weights.group(3));
    }
    Matcher pickle = PICKLES.matcher(file.fileName());
    if (pickle.matches()) {
      return orEmpty(pickle.group(1));
    }
    Matcher index = INDEX.matcher(file.fileName());
    return index.matches() ? orEmpty(index.group(1)) + orEmpty(index.group(2)) : "";
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private static String singles(HubListing listing) {
    List<String> names =
        listing.files().stream()
            .map(HubFile::name)
            .filter(FileSelection::isWeights)
            .sorted()
            .toList();
    return names.isEmpty() ? "no file of weights" : String.join(", ", names);
  }

  private static String others(HubListing listing) {
    List<String> found =
        listing.files().stream().map(HubFile::name).filter(ForeignFile::isPickle).sorted().toList();
    return found.isEmpty()
        ? "look for another revision, or another copy of the model"
        : "choose one of its pickles with --file: " + String.join(", ", found);
  }
}
