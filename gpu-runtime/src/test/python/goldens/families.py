"""Small random models with the real layout of each family: four levels, eight pixels a latent."""

import tempfile
import pathlib

from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel

from . import tokenizer

CROSS_DOWN = ("CrossAttnDownBlock2D",) * 3 + ("DownBlock2D",)
CROSS_UP = ("UpBlock2D",) + ("CrossAttnUpBlock2D",) * 3

# Stable Diffusion 1: eight heads everywhere, convolutions around the transformers
SD1_UNET = dict(
    down_block_types=CROSS_DOWN, up_block_types=CROSS_UP, norm_num_groups=8, layers_per_block=2,
    block_out_channels=(16, 32, 32, 32), attention_head_dim=8, cross_attention_dim=32)
# Stable Diffusion 2: heads of one size, linear maps around the transformers
SD2_UNET = dict(
    down_block_types=CROSS_DOWN, up_block_types=CROSS_UP, norm_num_groups=8, layers_per_block=2,
    block_out_channels=(16, 24, 32, 32), attention_head_dim=(2, 3, 4, 4), cross_attention_dim=24,
    use_linear_projection=True)
VAE = dict(
    block_out_channels=(8, 16, 16, 16), layers_per_block=2, norm_num_groups=4,
    down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4)
SCHEDULER = dict(
    beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False,
    set_alpha_to_one=False, steps_offset=1)

# name: padding token, activation of the text encoder, prediction, UNet
FAMILIES = {
    "sd1": ("<|endoftext|>", "quick_gelu", "epsilon", SD1_UNET),
    "sd2": ("!", "gelu", "v_prediction", SD2_UNET),
}


def text_encoder(seeds, name, vocabulary, size, activation, layers=2):
    return seeds.shaken(CLIPTextModel(CLIPTextConfig(
        vocab_size=vocabulary, hidden_size=size, intermediate_size=2 * size,
        num_hidden_layers=layers, num_attention_heads=4, hidden_act=activation,
        bos_token_id=vocabulary - 2, eos_token_id=vocabulary - 1)), name + ".text")


def pipeline(seeds, name):
    """diffusers' pipeline of a family; the same seed gives the same weights."""
    pad, activation, prediction, unet = FAMILIES[name]
    with tempfile.TemporaryDirectory() as folder:
        slow, _ = tokenizer.write(pathlib.Path(folder), pad)
    return StableDiffusionPipeline(
        vae=seeds.shaken(AutoencoderKL(**VAE), name + ".vae"),
        text_encoder=text_encoder(
            seeds, name, len(slow.get_vocab()), unet["cross_attention_dim"], activation),
        tokenizer=slow,
        unet=seeds.shaken(UNet2DConditionModel(**unet), name + ".unet"),
        scheduler=DDIMScheduler(**SCHEDULER, prediction_type=prediction),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False)


def embed(pipe, prompts):
    """Embeddings (B, 77, E)."""
    ids = pipe.tokenizer(prompts, padding="max_length", max_length=77, truncation=True,
                         return_tensors="pt").input_ids
    return pipe.text_encoder(ids)[0]
