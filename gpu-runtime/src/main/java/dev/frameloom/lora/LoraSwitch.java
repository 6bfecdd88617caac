package dev.frameloom.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.frameloom.engine.Kernels;
import dev.frameloom.lora.LoraTargets.Target;
import dev.frameloom.weights.FileStamp;
import dev.frameloom.weights.ModelLoadException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The LoRAs that a loaded model has on, and what changes them. A weight in memory is always the one
 * in the model's file plus the sum of what the LoRAs add to it, in their order, computed in single
 * precision and rounded once to the model's: so it is the same to the last bit whatever was on
 * before. Only weights that the LoRAs before or after change are written.
 *
 * <p>Rejected: running each LoRA beside its layer at every step, which costs time at every step and
 * needs each fused kernel twice; a second copy of the model in memory, which is most of what a
 * device has; and subtracting what was added, which leaves the errors of rounding behind.
 *
 * <p>For one thread at a time, and not while the model computes.
 */
public final class LoraSwitch {

  private final AdaptablePart unet;
  private final AdaptablePart text;
  private final LoraTargets targets;

  /** Files that were checked once and did not change since. */
  private final Map<Path, Checked> checked = new HashMap<>();

  private List<LoraScale> current = List.of();
  private List<Checked> states = List.of();
  private Set<Target> changed = new HashSet<>();

  /** Whether a call failed while it wrote, so that weights of two sets are in memory. */
  private boolean mixed;

  /**
   * What a switch cost.
   *
   * @param tensors weights that were written
   * @param bytes of these in single precision
   */
  public record Written(int tensors, long bytes) {}

  private record Checked(List<FileStamp> stamps, String revision) {}

  private record Change(LoraFile file, LoraLayer layer, double factor) {}

  /**
   * A model as it was loaded, without LoRAs.
   *
   * @param ldm name of a UNet's layer in LDM, for diffusers' name
   */
  public LoraSwitch(AdaptablePart unet, AdaptablePart text, UnaryOperator<String> ldm) {
    this.unet = unet;
    this.text = text;
    targets = new LoraTargets(unet, text, ldm);
  }

  /** What is on, in order. */
  public List<LoraScale> current() {
    return current;
  }

  /** SHA-256 of the files that are on, in order. */
  public List<String> revisions() {
    return states.stream().map(Checked::revision).toList();
  }

  /** Whether the model's own files are others now than when it was loaded. */
  public boolean changedOnDisk() {
    return Stream.of(unet, text)
        .flatMap(part -> part.stamps().stream())
        .anyMatch(FileStamp::isOutdated);
  }

  /**
   * Puts these LoRAs on and takes all others off. Does nothing where these are on and their files
   * did not change.
   *
   * <p>Every file is opened, fitted and checked before the first weight is written. Where writing
   * fails nevertheless, the model holds weights of both sets until the next call succeeds.
   *
   * @throws ModelLoadException where a file is no LoRA of this model, or the model's own files
   *     changed since it was loaded
   */
  public Written set(NDManager scope, List<LoraScale> wanted) {
    List<List<FileStamp>> now =
        wanted.stream().map(it -> LoraPlace.of(it.file()).stamps()).toList();
    if (!mixed
        && wanted.equals(current)
        && now.equals(states.stream().map(Checked::stamps).toList())) {
      return new Written(0, 0);
    }
    unet.stamps().forEach(FileStamp::requireSame);
    text.stamps().forEach(FileStamp::requireSame);
    List<LoraFile> files = new ArrayList<>();
    try {
      wanted.forEach(it -> files.add(LoraFile.open(it.file())));
      Map<Target, List<Change>> changes = changes(files, wanted);
      List<Checked> checks = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        checks.add(check(scope, files.get(i), wanted.get(i).file(), now.get(i)));
      }
      return write(scope, changes, wanted, checks);
    } finally {
      files.forEach(LoraFile::close);
    }
  }

  private Map<Target, List<Change>> changes(List<LoraFile> files, List<LoraScale> wanted) {
    Map<Target, List<Change>> changes = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      LoraFile file = files.get(i);
      double scale = wanted.get(i).scale();
      LoraFit.of(file, targets)
          .forEach(
              (target, layer) -> {
                if (scale != 0) {
                  changes
                      .computeIfAbsent(target, it -> new ArrayList<>())
                      .add(new Change(file, layer, scale * layer.ratio()));
                }
              });
    }
    return changes;
  }

  private Checked check(NDManager scope, LoraFile file, Path place, List<FileStamp> stamps) {
    Checked before = checked.get(place);
    if (before != null && before.stamps().equals(stamps)) {
      return before;
    }
    file.requireFinite(scope);
    Checked now = new Checked(stamps, LoraPlace.of(place).revision());
    checked.put(place, now);
    return now;
  }

  private Written write(
      NDManager scope,
      Map<Target, List<Change>> changes,
      List<LoraScale> wanted,
      List<Checked> checks) {
    Set<Target> touched = new HashSet<>(changed);
    touched.addAll(changes.keySet());
    changed = touched; // what a call that fails leaves behind
    mixed = true;
    current = List.of();
    states = List.of();
    long bytes = 0;
    for (Target target : touched) {
      bytes += write(scope, target, changes.getOrDefault(target, List.of()));
    }
    changed = new HashSet<>(changes.keySet());
    current = List.copyOf(wanted);
    states = List.copyOf(checks);
    mixed = false;
    return new Written(touched.size(), bytes);
  }

  /** Writes one weight and says how many bytes. */
  private static long write(NDManager scope, Target target, List<Change> changes) {
    try (NDManager inner = scope.newSubManager()) {
      NDArray weight = target.part().weights().original(inner, target.tensor(), target.shape());
      for (Change change : changes) {
        weight = added(inner, weight, change);
      }
      if (Kernels.call(inner, "all_finite", weight).getFloat() == 0) {
        throw new ModelLoadException(
            "weight %s with %s: expected finite numbers, found NaN or infinity; take smaller scales"
                .formatted(target.tensor(), changes.stream().map(it -> it.file().path()).toList()));
      }
      target.part().weights().places().overwrite(target.tensor(), weight);
      return 4 * weight.size();
    }
  }

  private static NDArray added(NDManager scope, NDArray weight, Change change) {
    LoraFile file = change.file();
    LoraLayer layer = change.layer();
    NDArray down = file.read(scope, layer.down());
    if (layer.mid().isPresent()) {
      down = Kernels.call(scope, "lora_inside", file.read(scope, layer.mid().get()), down);
    }
    NDArray up = file.read(scope, layer.up());
    return Kernels.call(scope, "with_lora", weight, up, down, change.factor());
  }
}
