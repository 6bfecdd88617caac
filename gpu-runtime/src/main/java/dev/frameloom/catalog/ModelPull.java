package dev.frameloom.catalog;

import dev.frameloom.hub.FileSelection;
import dev.frameloom.hub.HubClient;
import dev.frameloom.hub.HubFile;
import dev.frameloom.hub.HubListing;
import dev.frameloom.text.TextEncoderConfig;
import dev.frameloom.unet.UNetConfig;
import dev.frameloom.vae.CodecConfig;
import dev.frameloom.weights.ModelFiles;
import dev.frameloom.weights.ModelLoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Fetches models from a hub into a catalog. Files come into a folder of their own, where a later
 * try finds them again; the model gets its place when all of it is there, intact and of a kind that
 * can be loaded. Another state of a model takes the place of the one before by one change of the
 * catalog: whoever looks up the name sees the old model or the new one, whole.
 */
public final class ModelPull {

  private static final String WEIGHTS = ".safetensors";

  private final Catalog catalog;
  private final HubClient hub;
  private final Clock clock;
  private final ByteProgress progress;

  /**
   * Fetches into a catalog.
   *
   * @param clock says when an entry was added
   */
  public ModelPull(Catalog catalog, HubClient hub, Clock clock, ByteProgress progress) {
    this.catalog = catalog;
    this.hub = hub;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Asks the hub, and fetches nothing yet.
   *
   * @throws ModelLoadException where there is no such model, or the name is taken by another
   * @throws dev.frameloom.hub.HubException where the hub can't be reached
   */
  public PullPlan plan(PullRequest request) {
    return plan(request, hub.listing(request.repository()));
  }

  private PullPlan plan(PullRequest request, HubListing listing) {
    return new PullPlanner(catalog, hub.hub().address().toString()).plan(request, listing);
  }

  /**
   * Fetches what a plan says.
   *
   * @return the new entry; the one that is there where that is up to date
   * @throws ModelLoadException where a file is not what the hub lists, or the whole is no model
   *     that can be loaded: nothing is left of it then
   * @throws dev.frameloom.hub.HubException where the hub can't be reached any more: what was
   *     fetched stays for the next try
   */
  public CatalogEntry execute(PullPlan plan) {
    Path lockFile = plan.staging().resolveSibling(plan.staging().getFileName() + ".lock");
    try (FolderLock lock = FolderLock.tryTake(lockFile).orElseThrow(() -> busy(plan))) {
      assert lock != null;
      // another process may have fetched it since
      PullPlan now = plan(plan.request(), plan.listing());
      if (now.upToDate()) {
        return now.replaced().orElseThrow();
      }
      Files.createDirectories(now.staging());
      DiskSpace.check(now.staging(), now.missing());
      return publish(now, fetch(now));
    } catch (IOException e) {
      throw new ModelLoadException(
          plan.listing().id() + " can't be stored in " + catalog.root() + ": " + e.getMessage(), e);
    }
  }

  private static ModelLoadException busy(PullPlan plan) {
    return new ModelLoadException(
        plan.listing().id() + " is being fetched by another process; wait for it");
  }

  private SortedMap<String, FileRecord> fetch(PullPlan plan) throws IOException {
    removeOthers(plan);
    progress.begin("pull", plan.missing());
    PullProgress sum = new PullProgress(progress);
    SortedMap<String, FileRecord> records = new TreeMap<>();
    boolean weightsBegun = plan.selection().single();
    for (HubFile file : plan.selection().files()) {
      if (!weightsBegun && FileSelection.isWeights(file.name())) {
        weightsBegun = true;
        checked(plan, () -> checkSettings(plan.staging()));
      }
      sum.next(file, plan.missing(file));
      records.put(file.name(), new FileRecord(file.size(), fetch(plan, file, sum)));
    }
    return records;
  }

  /** What another choice of files has left, as another variant of the weights. */
  private static void removeOthers(PullPlan plan) throws IOException {
    Set<Path> wanted = new HashSet<>();
    for (HubFile file : plan.selection().files()) {
      Path target = plan.target(file);
      for (String ending : List.of("", ".part", ".part.etag")) {
        wanted.add(target.resolveSibling(target.getFileName() + ending));
      }
    }
    try (Stream<Path> files = Files.walk(plan.staging())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!wanted.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }

  private String fetch(PullPlan plan, HubFile file, PullProgress sum) throws IOException {
    Path target = plan.target(file);
    Files.createDirectories(target.getParent());
    if (Files.exists(target)) { // whole, from an earlier try: it got its name after its checksum
      FileRecord found = ModelContents.hash(target, read -> {});
      if (found.size() == file.size()) {
        return found.sha256();
      }
      Files.delete(target);
    }
    return hub.fetch(plan.request().repository(), plan.listing().commit(), file, target, sum::at);
  }

  /** They come before the weights, which may be many gigabytes of what can't be loaded. */
  private static ModelKind checkSettings(Path folder) {
    ModelKind kind = Recognition.kind(folder);
    if (kind == ModelKind.MODEL) {
      ModelFiles model = ModelFiles.open(folder);
      UNetConfig.read(model.config("unet"));
      CodecConfig.read(model.config("vae"));
      TextEncoderConfig.read(model.config("text_encoder"));
    }
    return kind;
  }

  /** What can't be loaded is of no use to a later try either. */
  private static <T> T checked(PullPlan plan, Supplier<T> check) throws IOException {
    try {
      return check.get();
    } catch (ModelLoadException e) {
      Staging.delete(plan.staging());
      throw new ModelLoadException(plan.listing().id() + " can't be used: " + e.getMessage(), e);
    }
  }

  private CatalogEntry publish(PullPlan plan, SortedMap<String, FileRecord> records)
      throws IOException {
    Path fetched =
        plan.selection().single() ? plan.target(plan.selection().files().get(0)) : plan.staging();
    Path beside = plan.staging().resolveSibling(plan.staging().getFileName() + ".converted");
    Staging.delete(beside); // of a process that is gone
    try {
      Path complete = converted(plan, fetched, beside);
      SortedMap<String, FileRecord> found = complete.equals(fetched) ? records : rehashed(complete);
      return publish(plan, complete, found);
    } finally {
      Staging.delete(beside);
    }
  }

  /** What was fetched, or what pickles in it were converted to. */
  private Path converted(PullPlan plan, Path fetched, Path beside) throws IOException {
    Optional<Conversion> found = checked(plan, () -> Conversion.of(List.of(fetched)));
    if (found.isEmpty()) {
      return fetched;
    }
    Conversion conversion = found.get();
    DiskSpace.check(plan.staging(), conversion.size());
    conversion.write(Files.createDirectories(beside), plan.request().name(), progress);
    return conversion.isFolder() ? beside : beside.resolve(plan.request().name() + WEIGHTS);
  }

  private SortedMap<String, FileRecord> rehashed(Path complete) throws IOException {
    ModelKind kind = Recognition.kind(complete);
    return ModelContents.hash(ModelContents.files(kind, complete), "checksums", progress);
  }

  private CatalogEntry publish(PullPlan plan, Path complete, SortedMap<String, FileRecord> records)
      throws IOException {
    ModelKind kind = checked(plan, () -> Recognition.inspected(complete));
    boolean single = Files.isRegularFile(complete);
    Path target = freePlace(plan, single ? WEIGHTS : "");
    Staging.publish(complete, target);
    Staging.delete(plan.staging());
    SortedMap<String, FileRecord> files =
        single
            ? new TreeMap<>(
                Map.of(target.getFileName().toString(), records.get(records.firstKey())))
            : records;
    CatalogEntry entry =
        new CatalogEntry(
            plan.request().name(),
            kind,
            target.getFileName().toString(),
            ModelContents.revision(kind, target, files),
            plan.listing().licence(),
            new ModelOrigin.Pulled(
                hub.hub().address().toString(), plan.listing().id(), plan.listing().commit()),
            clock.instant().truncatedTo(ChronoUnit.SECONDS),
            files);
    catalog.put(entry);
    removeReplaced(plan, target);
    return entry;
  }

  /** The name; where the state before has that, the name and the commit. */
  private Path freePlace(PullPlan plan, String ending) {
    String name = plan.request().name();
    Path place = catalog.root().resolve(name + ending);
    String withCommit = name + "-" + PullPlanner.shortened(plan.listing().commit());
    for (int i = 1; Files.exists(place); i++) {
      place = catalog.root().resolve(withCommit + (i == 1 ? "" : "-" + i) + ending);
    }
    return place;
  }

  private void removeReplaced(PullPlan plan, Path target) throws IOException {
    if (plan.replaced().isPresent()) {
      Path old = catalog.path(plan.replaced().get());
      if (catalog.owns(plan.replaced().get()) && !old.equals(target)) {
        Staging.delete(old);
      }
    }
  }
}
