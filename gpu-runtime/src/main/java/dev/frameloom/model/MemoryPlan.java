package dev.frameloom.model;

import dev.frameloom.vae.Tiling;
import java.util.List;
import java.util.stream.Stream;

/**
 * How work is cut to fit a budget of memory: how many pictures go through the UNet together, and in
 * what bands the autoencoder works. A function of the model, the work and the budget alone, never
 * of what the machine happens to have free: another batch gives other last bits.
 *
 * @param batch pictures in one call of the UNet
 * @param tiling how pictures are encoded and decoded
 * @param bytes what is needed at the peak, weights included
 */
public record MemoryPlan(int batch, Tiling tiling, long bytes) {

  private static final long MEGABYTE = 1_000_000;

  /** From the whole picture to the lowest band. */
  private static final List<Tiling> TILINGS =
      Stream.concat(Stream.of(Tiling.WHOLE), Stream.of(64, 32, 16, 8, 4, 2).map(Tiling::new))
          .toList();

  /**
   * What is to be done at once.
   *
   * @param width pixels
   * @param height pixels
   * @param batch pictures that are wanted in one call of the UNet, at least 1
   * @param branches rows of each picture: 2 with guidance, else 1
   * @param seen frames that each frame attends to besides itself, 0 for the model as it is
   * @param kept rows of which as much as their keys and values is kept from call to call
   */
  public record Work(int width, int height, int batch, int branches, int seen, int kept) {

    public Work {
      if (width < 1 || height < 1 || batch < 1 || branches < 1 || seen < 0 || kept < 0) {
        throw new IllegalArgumentException(
            "expected a size, a batch and branches of at least 1, found %dx%d, %d, %d, seen %d, kept %d"
                .formatted(width, height, batch, branches, seen, kept));
      }
    }

    /** Where keys and values of what is seen are kept, and nothing else. */
    public Work(int width, int height, int batch, int branches, int seen) {
      this(width, height, batch, branches, seen, seen * branches);
    }

    /** Pictures with guidance, each by itself. */
    public static Work of(int width, int height, int batch) {
      return new Work(width, height, batch, 2, 0);
    }
  }

  /** Bytes of making pictures together with guidance, weights included, nothing cut. */
  public static long bytes(ModelFootprint model, int width, int height, int batch) {
    return needed(model, Work.of(width, height, batch), batch, Tiling.WHOLE);
  }

  /**
   * The largest batch up to the wanted one, and the largest bands, that fit.
   *
   * @param budget bytes
   * @throws MemoryBudgetException where not even one picture in the lowest bands fits, with the
   *     least that is needed
   */
  public static MemoryPlan fit(ModelFootprint model, Work work, long budget) {
    long forUNet = budget - model.weights();
    int batch = work.batch();
    while (batch > 1 && unet(model, work, batch) > forUNet) {
      batch--;
    }
    int largest = batch;
    Tiling least = TILINGS.get(TILINGS.size() - 1);
    Tiling tiling =
        TILINGS.stream()
            .filter(it -> autoencoder(model, work, it) <= forUNet)
            .findFirst()
            .orElse(least);
    long needed = needed(model, work, largest, tiling);
    if (needed > budget) {
      throw new MemoryBudgetException(refusal(model, work, needed, budget));
    }
    return new MemoryPlan(largest, tiling, needed);
  }

  /** The plan where there is no budget: all as wanted, nothing cut. */
  public static MemoryPlan unbounded(ModelFootprint model, Work work) {
    long needed = needed(model, work, work.batch(), Tiling.WHOLE);
    return new MemoryPlan(work.batch(), Tiling.WHOLE, needed);
  }

  /** Bytes of a call with the whole batch, weights included; pictures in the lowest bands. */
  public static long least(ModelFootprint model, Work work) {
    return needed(model, work, work.batch(), TILINGS.get(TILINGS.size() - 1));
  }

  private static long needed(ModelFootprint model, Work work, int batch, Tiling tiling) {
    return model.weights() + Math.max(unet(model, work, batch), autoencoder(model, work, tiling));
  }

  private static long unet(ModelFootprint model, Work work, int batch) {
    long kept = work.kept() * model.keysAndValues(work.width(), work.height());
    return kept + model.predict(work.width(), work.height(), batch * work.branches(), work.seen());
  }

  private static long autoencoder(ModelFootprint model, Work work, Tiling tiling) {
    return Math.max(
        model.decode(work.width(), work.height(), tiling),
        model.encode(work.width(), work.height(), tiling));
  }

  private static String refusal(ModelFootprint model, Work work, long needed, long budget) {
    Tiling least = TILINGS.get(TILINGS.size() - 1);
    return "needs at least %,d MB for %dx%d, budget %,d MB: weights %,d MB, UNet %,d MB, autoencoder %,d MB. Give it more memory, smaller pictures or half precision"
        .formatted(
            megabytes(needed),
            work.width(),
            work.height(),
            budget / MEGABYTE,
            megabytes(model.weights()),
            megabytes(unet(model, work, 1)),
            megabytes(autoencoder(model, work, least)));
  }

  private static long megabytes(long bytes) {
    return -Math.floorDiv(-bytes, MEGABYTE);
  }
}
