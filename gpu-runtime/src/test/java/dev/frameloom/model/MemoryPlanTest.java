package dev.frameloom.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.frameloom.engine.Precision;
import dev.frameloom.model.MemoryPlan.Work;
import dev.frameloom.unet.UNetConfig;
import dev.frameloom.vae.Tiling;
import dev.frameloom.vae.VaeConfig;
import dev.frameloom.weights.ConfigReader;
import org.junit.jupiter.api.Test;

/** Plans for a model of Stable Diffusion 1.5's sizes; nothing is loaded. */
class MemoryPlanTest {

  private static final long MB = 1_000_000;
  private static final ModelFootprint MODEL = footprint(Precision.FP32);

  private static ModelFootprint footprint(Precision precision) {
    return new ModelFootprint(
        UNetConfig.read(reader(FullSizeConfigs.unet())),
        VaeConfig.read(reader(FullSizeConfigs.vae())),
        FullSizeModel.parameters(),
        precision);
  }

  private static ConfigReader reader(ObjectNode node) {
    return new ConfigReader("config.json", new ObjectMapper().valueToTree(node));
  }

  @Test
  void all_fits_where_there_is_room() {
    Work work = Work.of(512, 512, 8);
    MemoryPlan plan = MemoryPlan.fit(MODEL, work, 100_000 * MB);
    assertThat(plan).isEqualTo(MemoryPlan.unbounded(MODEL, work));
    assertThat(plan.batch()).isEqualTo(8);
    assertThat(plan.tiling()).isEqualTo(Tiling.WHOLE);
    assertThat(plan.bytes()).isEqualTo(MemoryPlan.bytes(MODEL, 512, 512, 8));
    assertThat(plan.bytes()).isBetween(5_000 * MB, 8_000 * MB);
  }

  @Test
  void a_smaller_budget_gives_a_smaller_batch_and_lower_bands_and_is_kept() {
    Work work = Work.of(512, 768, 8);
    int batch = 8;
    int rows = Integer.MAX_VALUE;
    long least = leastOf(work);
    for (long budget = 12_000 * MB; budget >= least; budget -= 50 * MB) {
      MemoryPlan plan = MemoryPlan.fit(MODEL, work, budget);
      assertThat(plan.bytes()).isLessThanOrEqualTo(budget);
      assertThat(plan.batch()).isBetween(1, batch);
      assertThat(plan.tiling().rows()).isLessThanOrEqualTo(rows);
      batch = plan.batch();
      rows = plan.tiling().rows();
    }
    MemoryPlan smallest = MemoryPlan.fit(MODEL, work, least);
    assertThat(smallest.batch()).isEqualTo(1);
    assertThat(smallest.tiling().rows()).isLessThan(Integer.MAX_VALUE);
  }

  private static long leastOf(Work work) {
    long low = 0;
    long high = 100_000 * MB;
    while (high - low > 1) {
      long middle = (low + high) / 2;
      try {
        high = MemoryPlan.fit(MODEL, work, middle).bytes();
      } catch (MemoryBudgetException e) {
        low = middle;
      }
    }
    return high;
  }

  @Test
  void what_does_not_fit_is_refused_with_the_least_that_does() {
    Work work = Work.of(512, 512, 4);
    assertThatThrownBy(() -> MemoryPlan.fit(MODEL, work, 1_000 * MB))
        .isInstanceOf(MemoryBudgetException.class)
        .hasMessageContaining("for 512x512, budget 1,000 MB: weights 4,2");
    long least = leastOf(work);
    assertThatThrownBy(() -> MemoryPlan.fit(MODEL, work, least - 1))
        .hasMessageStartingWith("needs at least %,d MB".formatted(-Math.floorDiv(-least, MB)));
    assertThat(MemoryPlan.fit(MODEL, work, least).batch()).isEqualTo(1);
  }

  @Test
  void needs_grow_with_size_batch_and_what_is_seen_and_shrink_with_precision() {
    long plain = MemoryPlan.bytes(MODEL, 512, 512, 4);
    assertThat(MemoryPlan.bytes(MODEL, 512, 520, 4)).isGreaterThan(plain);
    assertThat(MemoryPlan.bytes(MODEL, 512, 512, 5)).isGreaterThan(plain);
    Work seeing = new Work(512, 512, 4, 2, 3);
    assertThat(MemoryPlan.unbounded(MODEL, seeing).bytes()).isGreaterThan(plain);
    assertThat(MemoryPlan.bytes(footprint(Precision.BF16), 512, 512, 4)).isEqualTo(plain / 2);
  }

  @Test
  void work_that_is_none_is_refused() {
    assertThatThrownBy(() -> Work.of(512, 0, 1)).hasMessageContaining("512x0");
    assertThatThrownBy(() -> Work.of(512, 512, 0)).hasMessageContaining("at least 1");
  }
}
