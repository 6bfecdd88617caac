package dev.frameloom.edit.tokenflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.frameloom.unet.AttentionSite;
import dev.frameloom.unet.AttentionSite.Kind;
import dev.frameloom.unet.ResidualSite;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The golden runs can't tell a schedule that ends one step early. */
class InjectionScheduleTest {

  @ParameterizedTest
  @CsvSource({
    "0.8, 0.5, 50, 50, 40, 25", // the published configuration
    "0.8, 0.5, 50, 30, 20, 5", // 20 steps are left out at the noisy end
    "0.8, 0.5, 50, 10, 0, 0",
    "1, 0, 20, 20, 20, 0",
    "0.5, 0.5, 7, 7, 3, 3" // rounded down
  })
  void shares_of_the_steps_are_taken_over_from_the_noisiest_on(
      double features, double attention, int steps, int run, int first, int second) {
    InjectionSchedule schedule = InjectionSchedule.of(features, attention, steps, run);

    assertThat(IntStream.range(0, run).filter(i -> schedule.at(i).features()).boxed())
        .isEqualTo(IntStream.range(0, first).boxed().toList());
    assertThat(IntStream.range(0, run).filter(i -> schedule.at(i).attention()).boxed())
        .isEqualTo(IntStream.range(0, second).boxed().toList());
  }

  @Test
  void eight_self_attentions_of_the_decoder_and_one_residual_block_are_taken_over() {
    Injection all = new Injection(true, true);

    assertThat(sites().filter(path -> all.at(attention(path))))
        .containsExactly(
            "up_blocks.1.attentions.1.transformer_blocks.0.attn1",
            "up_blocks.1.attentions.2.transformer_blocks.0.attn1",
            "up_blocks.2.attentions.0.transformer_blocks.0.attn1",
            "up_blocks.2.attentions.1.transformer_blocks.0.attn1",
            "up_blocks.2.attentions.2.transformer_blocks.0.attn1",
            "up_blocks.3.attentions.0.transformer_blocks.0.attn1",
            "up_blocks.3.attentions.1.transformer_blocks.0.attn1",
            "up_blocks.3.attentions.2.transformer_blocks.0.attn1");
    assertThat(all.at(new ResidualSite("up_blocks.1.resnets.1", 1, 4, 4))).isTrue();
    assertThat(all.at(new ResidualSite("up_blocks.1.resnets.0", 1, 4, 4))).isFalse();
    assertThat(new Injection(true, false).at(attention("up_blocks.3.attentions.0."))).isFalse();
    assertThat(new Injection(false, true).at(new ResidualSite("up_blocks.1.resnets.1", 1, 4, 4)))
        .isFalse();
    assertThat(new Injection(false, false).isAny()).isFalse();
  }

  private static java.util.stream.Stream<String> sites() {
    List<String> blocks =
        List.of(
            "down_blocks.0",
            "down_blocks.2",
            "mid_block",
            "up_blocks.1",
            "up_blocks.2",
            "up_blocks.3");
    return blocks.stream()
        .flatMap(
            block ->
                IntStream.range(0, block.startsWith("up") ? 3 : 1)
                    .mapToObj(i -> block + ".attentions." + i + ".transformer_blocks.0.attn1"));
  }

  private static AttentionSite attention(String path) {
    return new AttentionSite(path, Kind.SELF, 1, 4, 4);
  }
}
