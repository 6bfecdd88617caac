package dev.frameloom.bench.diffusion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to measure.
 *
 * @param python Python that has the reference's libraries; none: ours alone
 * @param model a diffusers folder; none: one of full size is made in the cache
 * @param cache where the model that is made is kept
 * @param parts which rows: {@code text}, {@code unet}, {@code encode}, {@code decode}
 * @param sizes widths and heights of pictures for the UNet, multiples of 64
 * @param batches rows of a batch for the UNet
 * @param runs measured runs of each, after one that is not
 * @param device as {@code cpu} or {@code gpu0:bf16}
 * @param threads of one operation on the CPU, on both sides
 */
public record BenchOptions(
    Optional<Path> python,
    Optional<Path> model,
    Path cache,
    List<String> parts,
    List<Integer> sizes,
    List<Integer> batches,
    int runs,
    String device,
    int threads) {

  /** All rows. */
  public static final List<String> PARTS = List.of("text", "unet", "encode", "decode");

  private static final int VAE_SIZE = 512;

  public BenchOptions {
    parts = List.copyOf(parts);
    sizes = List.copyOf(sizes);
    batches = List.copyOf(batches);
    if (!PARTS.containsAll(parts)) {
      throw new IllegalArgumentException("expected parts of " + PARTS + ", found " + parts);
    }
    if (runs < 1) {
      throw new IllegalArgumentException("expected at least one run, found " + runs);
    }
    for (int size : sizes) {
      if (size < 64 || size % 64 != 0) {
        throw new IllegalArgumentException(
            "expected sizes that are multiples of 64, found " + size);
      }
    }
    for (int batch : batches) {
      if (batch < 1) {
        throw new IllegalArgumentException("expected batches of at least one row, found " + batch);
      }
    }
  }

  /** All rows, small ones first. */
  List<BenchCase> cases() {
    List<BenchCase> cases = new ArrayList<>();
    cases.add(new BenchCase(BenchCase.Part.TEXT, VAE_SIZE, 1));
    for (int batch : batches) {
      for (int size : sizes) {
        cases.add(new BenchCase(BenchCase.Part.UNET, size, batch));
      }
    }
    cases.add(new BenchCase(BenchCase.Part.ENCODE, VAE_SIZE, 1));
    cases.add(new BenchCase(BenchCase.Part.DECODE, VAE_SIZE, 1));
    return cases.stream().filter(it -> parts.contains(it.part().word())).toList();
  }
}
