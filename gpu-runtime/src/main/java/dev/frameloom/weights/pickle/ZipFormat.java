package dev.frameloom.weights.pickle;

import dev.frameloom.weights.ModelLoadException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What {@code torch.save} writes since PyTorch 1.6: a zip archive of {@code NAME/data.pkl}, and a
 * file {@code NAME/data/KEY} for each storage.
 */
final class ZipFormat {

  /** Tensors' names and places; the numbers are elsewhere. */
  static final int MAX_PICKLE = 32 << 20;

  private static final String PICKLE = "data.pkl";

  private static final int MAX_WORD = 16;

  private ZipFormat() {}

  static Saved read(FileBytes file) {
    ZipEntries entries = ZipEntries.read(file);
    String root = root(file, entries);
    checkOrder(file, entries, root);
    Span pickle = entries.spans().get(root + PICKLE);
    if (pickle.length() > MAX_PICKLE) {
      throw file.broken(
          "%s: expected at most %d bytes, found %d"
              .formatted(root + PICKLE, MAX_PICKLE, pickle.length()));
    }
    ByteBuffer bytes = file.read(pickle.begin(), (int) pickle.length());
    PickleValue value = new PickleMachine(bytes).run();
    return new Saved(value, storage -> place(entries, root + "data/" + storage.key(), storage));
  }

  private static String root(FileBytes file, ZipEntries entries) {
    List<String> names = List.copyOf(entries.names());
    List<String> pickles =
        names.stream().filter(it -> it.equals(PICKLE) || it.endsWith("/" + PICKLE)).toList();
    if (pickles.size() != 1) {
      throw new ModelLoadException(
          "%s is a zip archive, and no checkpoint of PyTorch: expected one data.pkl in it, found %d. If it is a packed folder, unpack it and import what is in it: %s"
              .formatted(file.path(), pickles.size(), names.stream().limit(5).toList()));
    }
    String root = pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
    boolean program =
        names.contains(root + "constants.pkl")
            || names.stream().anyMatch(it -> it.startsWith(root + "code/"));
    if (program) {
      throw new ModelLoadException(
          file.path()
              + " is a program of TorchScript, and no checkpoint of tensors. Fetch the model's"
              + " checkpoint instead (of OpenAI's CLIP, the folder of the transformers library, as"
              + " openai/clip-vit-base-patch32), or save its state_dict alone");
    }
    if (!entries.packed().isEmpty()) {
      throw file.broken(
          "%s: expected a file that is stored as it is, found one that is compressed or encrypted. Unpack the archive and pack it anew without compression (zip -0 -r)"
              .formatted(entries.packed().first()));
    }
    return root;
  }

  private static void checkOrder(FileBytes file, ZipEntries entries, String root) {
    Span order = entries.spans().get(root + "byteorder");
    if (order == null) {
      return; // before PyTorch 2.1, which wrote little-endian
    }
    byte[] bytes = new byte[(int) Math.min(MAX_WORD, order.length())];
    file.read(order.begin(), bytes.length).get(bytes);
    String word = new String(bytes, StandardCharsets.ISO_8859_1);
    if (!word.equals("little")) {
      throw file.broken("expected byteorder little, found " + word);
    }
  }

  private static Span place(ZipEntries entries, String name, PickleValue.Storage storage) {
    Span span = entries.spans().get(name);
    if (span == null) {
      throw new IllegalArgumentException("expected the file " + name + " in it, found none");
    }
    if (span.length() != storage.length()) {
      throw new IllegalArgumentException(
          "%s: expected %d numbers of %d bytes, found %d bytes"
              .formatted(name, storage.count(), storage.type().bytes(), span.length()));
    }
    return span;
  }
}
