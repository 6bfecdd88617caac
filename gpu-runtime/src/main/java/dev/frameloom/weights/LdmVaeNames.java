package dev.frameloom.weights;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What latent diffusion's code calls the layers of an autoencoder. Its decoder counts levels from
 * the outermost one, so that they run the other way round. Projections of the attention are
 * convolutions there, (C, C, 1, 1).
 */
public final class LdmVaeNames implements TensorNames {

  private static final Pattern LEVEL =
      Pattern.compile(
          "(?<half>encoder|decoder)\\.(?<way>down|up)_blocks\\.(?<level>\\d+)"
              + "\\.(?<kind>resnets|downsamplers|upsamplers)\\.(?<slot>\\d+)(?<rest>\\..*)?");
  private static final Pattern MIDDLE =
      Pattern.compile(
          "(?<half>encoder|decoder)\\.mid_block\\.(?<kind>resnets|attentions)\\.(?<slot>\\d+)"
              + "(?<rest>\\..*)?");

  private static final Map<String, String> OUTSIDE =
      Map.of(
          "encoder.conv_norm_out", "encoder.norm_out",
          "decoder.conv_norm_out", "decoder.norm_out");
  private static final Map<String, String> RESIDUAL = Map.of(".conv_shortcut", ".nin_shortcut");
  private static final Map<String, String> ATTENTION =
      Map.of(
          ".group_norm", ".norm",
          ".to_q", ".q",
          ".to_k", ".k",
          ".to_v", ".v",
          ".to_out.0", ".proj_out");

  private final int levels;

  /** Names of an autoencoder of so many levels. */
  public LdmVaeNames(int levels) {
    this.levels = levels;
  }

  @Override
  public StoredName stored(String name) {
    return StoredName.whole(of(name));
  }

  /** The name of a layer or of its tensor. */
  public String of(String name) {
    Matcher level = LEVEL.matcher(name);
    if (level.matches()) {
      return level(level);
    }
    Matcher middle = MIDDLE.matcher(name);
    if (!middle.matches()) {
      return LdmWords.replaceStart(name, OUTSIDE);
    }
    String rest = rest(middle);
    int number = Integer.parseInt(middle.group("slot")) + 1;
    return middle.group("half")
        + (middle.group("kind").equals("resnets")
            ? ".mid.block_" + number + LdmWords.replaceStart(rest, RESIDUAL)
            : ".mid.attn_" + number + LdmWords.replaceStart(rest, ATTENTION));
  }

  private String level(Matcher match) {
    int counted = Integer.parseInt(match.group("level"));
    String way = match.group("way");
    int level = way.equals("up") ? levels - 1 - counted : counted;
    String place = match.group("half") + "." + way + "." + level;
    String rest = rest(match);
    return place
        + switch (match.group("kind")) {
          case "downsamplers" -> ".downsample" + rest;
          case "upsamplers" -> ".upsample" + rest;
          default -> ".block." + match.group("slot") + LdmWords.replaceStart(rest, RESIDUAL);
        };
  }

  private static String rest(Matcher match) {
    return match.group("rest") == null ? "" : match.group("rest");
  }
}
