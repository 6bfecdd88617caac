package dev.frameloom.lora;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a tensor in a LoRA file says.
 *
 * @param layer which layer's it is, by the file's name for that, without what names a part of a
 *     LoRA or where diffusers kept it
 * @param part of that layer's LoRA
 * @param form whose names these are; none for an alpha, which all forms call the same
 */
record LoraKey(String layer, Part part, Optional<LoraForm> form) {

  /** Parts of a layer's LoRA. */
  enum Part {
    /** From the layer's input to the rank. */
    DOWN,
    /** From the rank to the layer's output. */
    UP,
    /** Between the two, in a convolution that is cut in three. */
    MID,
    /** What the product is scaled by, times the rank. */
    ALPHA
  }

  private static final String ALPHA = ".alpha";

  private record Names(Pattern pattern, LoraForm form) {}

  private static final List<Names> FORMS =
      List.of(
          new Names(Pattern.compile("(.+)\\.lora_(down|up|mid)\\.weight"), LoraForm.KOHYA),
          // PEFT puts the adapter's name there where it saves a model as a whole
          new Names(Pattern.compile("(.+)\\.lora_(A|B)(?:\\.[^.]+)?\\.weight"), LoraForm.PEFT),
          new Names(
              Pattern.compile("(.+)\\.lora(?:_linear_layer|_conv2d_layer)?\\.(down|up)\\.weight"),
              LoraForm.LAYERS),
          new Names(Pattern.compile("(.+)_lora\\.(down|up)\\.weight"), LoraForm.PROCESSORS));

  private static final Pattern LDM =
      Pattern.compile(
          "lora_unet_(input_blocks|middle_block|output_blocks|time_embed_\\d|out_\\d).*");

  /** Nothing where the name is none of a LoRA's. */
  static Optional<LoraKey> parse(String name) {
    if (name.endsWith(ALPHA)) {
      String layer = name.substring(0, name.length() - ALPHA.length());
      return Optional.of(new LoraKey(plain(layer), Part.ALPHA, Optional.empty()));
    }
    for (Names names : FORMS) {
      Matcher matcher = names.pattern().matcher(name);
      if (matcher.matches()) {
        boolean ldm = LDM.matcher(name).matches();
        return Optional.of(
            new LoraKey(
                plain(matcher.group(1)),
                part(matcher.group(2)),
                Optional.of(ldm ? LoraForm.KOHYA_LDM : names.form())));
      }
    }
    return Optional.empty();
  }

  private static Part part(String word) {
    return switch (word) {
      case "down", "A" -> Part.DOWN;
      case "up", "B" -> Part.UP;
      default -> Part.MID;
    };
  }

  /** Without the places where diffusers and PEFT kept LoRAs in their objects. */
  private static String plain(String layer) {
    return layer
        .replaceFirst("^((?:unet|text_encoder)\\.)?base_model\\.model\\.", "$1")
        .replace(".processor.", ".")
        .replaceFirst("_lora$", "");
  }
}
