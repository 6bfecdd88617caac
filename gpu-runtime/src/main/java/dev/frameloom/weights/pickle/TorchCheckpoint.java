package dev.frameloom.weights.pickle;

import dev.frameloom.weights.ForeignFile;
import dev.frameloom.weights.ModelLoadException;
import dev.frameloom.weights.StoredTensor;
import dev.frameloom.weights.TensorFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file that PyTorch's {@code torch.save} wrote, as {@code .pth}, {@code .pt}, {@code .bin} or
 * {@code .ckpt}: the tensors of the model in it. Nothing that the file names is run. What is read
 * of it is bounded by its size, whatever it says.
 */
public final class TorchCheckpoint implements TensorFile {

  /** Where {@code ustar} begins in a tar archive. */
  private static final int TAR = 257;

  private static final int HEAD = 512;

  /** What textual inversions were saved as first, and models never are. */
  private static final String PARAMETERS = "torch.nn.modules.container.ParameterDict";

  /** Tensors that share storage are written one by one; more than this is made up. */
  private static final long MOST_SHARED = 4;

  private static final long SMALL = 16 << 20;

  private final FileBytes file;
  private final SortedMap<String, StoredTensor> tensors;

  private TorchCheckpoint(FileBytes file, SortedMap<String, StoredTensor> tensors) {
    this.file = file;
    this.tensors = tensors;
  }

  /**
   * Opens a file and reads what it holds, but for the numbers.
   *
   * @throws ModelLoadException where it is none, is damaged, or holds anything but tensors and
   *     plain values; says what to do
   */
  public static TorchCheckpoint open(Path path) {
    FileBytes file = FileBytes.open(path);
    try {
      return new TorchCheckpoint(file, read(file));
    } catch (RefusedGlobalException e) {
      file.close();
      throw PARAMETERS.equals(e.getMessage())
          ? other(path, new OtherKindException(StateDict.INVERSION))
          : refused(path, e);
    } catch (OtherKindException e) {
      file.close();
      throw other(path, e);
    } catch (ArithmeticException e) {
      file.close();
      throw new ModelLoadException(
          path + " is no intact checkpoint of PyTorch: a size in it is larger than any file", e);
    } catch (IllegalArgumentException e) {
      file.close();
      throw new ModelLoadException(
          path + " is no checkpoint of PyTorch that can be read: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Says what a file is that nothing here uses. */
  static ModelLoadException other(Path path, OtherKindException other) {
    return new ModelLoadException(
        path + " is " + other.getMessage() + ", which is not supported", other);
  }

  private static ModelLoadException refused(Path path, RefusedGlobalException refused) {
    return new ModelLoadException(
        "%s is refused: its pickle names %s. Only tensors, numbers, texts, lists and dicts are read from pickles; loading anything else would run code from the file. If it is a whole model or training, save its tensors alone (in PyTorch: torch.save(model.state_dict(), FILE)) or as safetensors, or fetch such a file from where the model comes from; if it should hold weights alone, do not trust it"
            .formatted(path, refused.getMessage()),
        refused);
  }

  private static SortedMap<String, StoredTensor> read(FileBytes file) {
    Saved saved = saved(file);
    SortedMap<String, StoredTensor> tensors = new TreeMap<>();
    long written = 0;
    for (Map.Entry<String, TensorView> tensor : StateDict.find(saved.value()).entrySet()) {
      TensorView view = tensor.getValue();
      TensorCopy copy = new TensorCopy(file, view, saved.places().apply(view.storage()));
      written = Math.addExact(written, copy.length());
      tensors.put(
          tensor.getKey(),
          new StoredTensor(
              view.storage().type().copied().safetensors(),
              copy.length(),
              view.shape(),
              copy::write));
    }
    long most = MOST_SHARED * file.size() + SMALL;
    if (written > most) {
      throw file.broken(
          "expected tensors of at most %d bytes in all, four times what the file has, found %d"
              .formatted(most, written));
    }
    return tensors;
  }

  private static Saved saved(FileBytes file) {
    ByteBuffer head = file.head(HEAD);
    byte[] bytes = new byte[head.remaining()];
    head.get(0, bytes);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (text.startsWith("PK\u0003\u0004")) {
      return ZipFormat.read(file);
    }
    if (StreamFormat.recognizes(head)) {
      return StreamFormat.read(file);
    }
    if (text.startsWith("ustar", TAR)) {
      throw unread(file, "a tar archive, as PyTorch wrote it until 2017");
    }
    ForeignFile.noTensors(file.path(), bytes)
        .ifPresent(
            foreign -> {
              throw foreign;
            });
    if (text.startsWith("\u0080")) {
      throw unread(file, "a pickle that torch.save did not write");
    }
    throw file.broken("expected a zip archive or a pickle, found neither");
  }

  private static ModelLoadException unread(FileBytes file, String what) {
    return new ModelLoadException(
        file.path()
            + " is "
            + what
            + ", which is not read. Load it with PyTorch and save it anew:"
            + " torch.save(torch.load(FILE, weights_only=True), NEW)");
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public SortedMap<String, StoredTensor> tensors() {
    return Collections.unmodifiableSortedMap(tensors);
  }

  @Override
  public void close() {
    file.close();
  }
}
