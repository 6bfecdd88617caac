package dev.frameloom.lora;

/** Whose names a LoRA file uses. */
public enum LoraForm {
  /** {@code lora_unet_down_blocks_0_….lora_down.weight}, as kohya's trainer writes it. */
  KOHYA("kohya"),
  /** {@code lora_unet_input_blocks_1_1_….lora_down.weight}: the same after the LDM layers. */
  KOHYA_LDM("kohya with LDM layers"),
  /** {@code unet.….to_q.lora_A.weight}: diffusers today, and PEFT itself. */
  PEFT("diffusers (PEFT)"),
  /** {@code text_encoder.….q_proj.lora_linear_layer.down.weight}: diffusers before PEFT. */
  LAYERS("diffusers before PEFT"),
  /** {@code unet.….processor.to_q_lora.down.weight}: the first form of diffusers. */
  PROCESSORS("diffusers' attention processors");

  private final String words;

  LoraForm(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }
}
