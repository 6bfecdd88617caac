"""The UNet: sizes, FreeU, latent consistency, control residuals, and what methods do inside it."""

import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor
from safetensors.torch import save_file

from . import families
from .common import save

# two frames in each of three branches: source, negative prompt, prompt; frames of a branch follow each other
FRAMES, BRANCHES = 2, 3
FREEU = dict(b1=1.3, b2=1.4, s1=0.9, s2=0.2)
# a latent consistency model takes the guidance as an input
LCM = dict(families.SD1_UNET, block_out_channels=(8, 8, 16, 16), norm_num_groups=4, cross_attention_dim=8,
           attention_head_dim=4, layers_per_block=1, time_cond_proj_dim=256)


def guidance_embedding(guidance, size):
    """LatentConsistencyModelPipeline.get_guidance_scale_embedding of one number."""
    from diffusers import LatentConsistencyModelPipeline
    return LatentConsistencyModelPipeline.get_guidance_scale_embedding(
        None, torch.tensor(guidance - 1).repeat(1), embedding_dim=size)


def attentions(unet, where=("down_blocks", "mid_block", "up_blocks")):
    """Paths and modules of the self attentions."""
    return [(n, m) for n, m in unet.named_modules() if n.endswith(".attn1") and n.startswith(where)]


def inject(module, x):
    """Rows of the source branch in place of the others'."""
    return torch.cat([x[:FRAMES]] * BRANCHES)


def inject_queries_and_keys(unet):
    """PnP: queries and keys of the source at the last eight self attentions."""
    found = attentions(unet, ("up_blocks.1.attentions.1", "up_blocks.1.attentions.2", "up_blocks.2", "up_blocks.3"))
    assert len(found) == 8
    return [linear.register_forward_hook(lambda m, i, o: inject(m, o))
            for _, attention in found for linear in (attention.to_q, attention.to_k)]


def inject_convolution(unet):
    """PnP: what the second convolution gives, before the shortcut is added."""
    convolution = unet.up_blocks[1].resnets[1].conv2
    return [convolution.register_forward_hook(lambda m, i, o: inject(m, o))]


class Extended:
    """TokenFlow's joint attention, as plain softmax: frames of a branch see each other, but for the source's."""

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, attention_mask=None, temb=None):
        q, k, v = attn.to_q(hidden_states), attn.to_k(hidden_states), attn.to_v(hidden_states)
        rows = []
        for row in range(BRANCHES * FRAMES):
            branch = row // FRAMES
            seen = [row] if branch == 0 else range(branch * FRAMES, (branch + 1) * FRAMES)
            keys, values = torch.cat([k[i] for i in seen]), torch.cat([v[i] for i in seen])
            heads = []
            for a, b, c in zip(*(x.chunk(attn.heads, -1) for x in (q[row], keys, values))):
                heads.append(torch.softmax(a @ b.T * a.shape[-1] ** -0.5, -1) @ c)
            rows.append(torch.cat(heads, -1))
        return attn.to_out[0](torch.stack(rows))


def extend(unet):
    before = unet.attn_processors
    unet.set_attn_processor({n: Extended() if ".attn1." in n else p for n, p in before.items()})
    return lambda: unet.set_attn_processor(before)


def blend(x, dim):
    """The second frame: half of itself, half of the first one, moved by one along a direction."""
    frames = x.reshape(BRANCHES, FRAMES, *x.shape[1:])
    moved = torch.roll(frames[:, 0], 1, dim)
    return torch.stack([frames[:, 0], 0.5 * moved + 0.5 * frames[:, 1]], 1).reshape(x.shape)


def blend_features(unet):
    """WAVE reaches behind the first norm of residual blocks and of self attentions, before what follows."""
    handles = []
    for name, module in unet.named_modules():
        if not name.startswith(("down_blocks.0", "down_blocks.1", "down_blocks.2", "up_blocks.2", "up_blocks.3")):
            continue
        if name.endswith(".conv1"):
            handles.append(module.register_forward_pre_hook(lambda m, i: (blend(i[0], -1),)))
        elif name.endswith(".norm1") and ".transformer_blocks." in name:
            handles.append(module.register_forward_hook(lambda m, i, o: blend(o, -2)))
    assert len(handles) == 6 + 6 + 6 + 6
    return handles


def gather_attentions(unet):
    """TokenFlow: the second frame takes the first one's results, token for token from the other end."""
    def gathered(module, inputs, output):
        frames = output.reshape(BRANCHES, FRAMES, *output.shape[1:])
        return torch.stack([frames[:, 0], frames[:, 0].flip(1)], 1).reshape(output.shape)
    return [m.register_forward_hook(gathered) for _, m in attentions(unet)]


def seams(seeds, name, unet, tensors):
    e = unet.config.cross_attention_dim
    x = tensors["seam.in.x"] = seeds.normal(name + ".seam.x", BRANCHES * FRAMES, 4, 8, 16)
    text = seeds.normal(name + ".seam.text", BRANCHES, 5, e).repeat_interleave(FRAMES, 0)
    tensors["seam.in.text"] = text

    def run(case, *changes):
        handles = [h for change in changes for h in change(unet)]
        tensors["seam.out." + case] = unet(x, 301, text).sample
        for handle in handles:
            handle.remove()

    run("plain")
    run("convolution", inject_convolution)
    run("queries", inject_queries_and_keys)
    run("blended", blend_features)
    run("gathered", gather_attentions)
    restore = extend(unet)
    run("extended")
    run("all", inject_convolution, inject_queries_and_keys, blend_features)
    restore()


def sizes(seeds, name, unet, tensors):
    """Sizes that are not halved evenly at every level, and FreeU on some of them."""
    tensors["size.in.text"] = text = seeds.normal(name + ".size.text", 2, 5, unet.config.cross_attention_dim)
    for h, w in ((8, 8), (6, 10), (7, 9), (5, 12)):
        case = f"{h}x{w}"
        x = tensors["size.in." + case] = seeds.normal(name + ".size." + case, 2, 4, h, w)
        tensors["size.out." + case] = unet(x, 601, text).sample
        unet.enable_freeu(**FREEU)
        tensors["freeu.out." + case] = unet(x, 601, text).sample
        unet.disable_freeu()


def control(seeds, name, unet, tensors):
    """What a ControlNet would add, random here."""
    x, text = tensors["size.in.8x8"], tensors["size.in.text"]
    # conv_in, then each level's layers and downsampling
    c, s = unet.config.block_out_channels, 8
    skips = [(c[0], s)]
    for level, channels in enumerate(c):
        skips += [(channels, s)] * 2
        if level < 3:
            s //= 2
            skips += [(channels, s)]
    residuals = [0.3 * seeds.normal(f"{name}.control.{i}", 2, c, s, s) for i, (c, s) in enumerate(skips)]
    mid = 0.3 * seeds.normal(name + ".control.mid", 2, c[-1], s, s)
    tensors["control.out"] = unet(x, 601, text, down_block_additional_residuals=residuals,
                                  mid_block_additional_residual=mid).sample
    tensors["control.in.mid"] = mid
    for i, residual in enumerate(residuals):
        tensors[f"control.in.{i}"] = residual


def lcm(seeds, out):
    unet = seeds.shaken(UNet2DConditionModel(**LCM), "lcm.unet")
    unet.save_config(out / "unet" / "lcm")
    save_file(unet.state_dict(), out / "unet" / "lcm" / "diffusion_pytorch_model.safetensors")
    tensors = {}
    x = tensors["lcm.in.x"] = seeds.normal("lcm.x", 2, 4, 8, 8)
    text = tensors["lcm.in.text"] = seeds.normal("lcm.text", 2, 5, LCM["cross_attention_dim"])
    for guidance in (1.0, 2.5, 7.5, 8.1):
        condition = guidance_embedding(guidance, LCM["time_cond_proj_dim"])
        tensors[f"lcm.out.{guidance}"] = unet(x, 499, text, timestep_cond=condition.expand(2, -1)).sample
    tensors["lcm.out.none"] = unet(x, 499, text).sample
    # a sampler may stop between two timesteps
    tensors["lcm.out.between"] = unet(x, torch.tensor(258.7), text).sample
    save(tensors, out / "unet" / "lcm.safetensors")


def make(out, seeds):
    for name in families.FAMILIES:
        unet = families.pipeline(seeds, name).unet
        tensors = {}
        seams(seeds, name, unet, tensors)
        sizes(seeds, name, unet, tensors)
        control(seeds, name, unet, tensors)
        save(tensors, out / "unet" / (name + ".safetensors"))
    # Stable Diffusion 2.1: scores in single precision, written out
    upcast = seeds.shaken(UNet2DConditionModel(**families.SD2_UNET, upcast_attention=True), "sd2.unet")
    upcast.set_attn_processor(AttnProcessor())
    x, text = tensors["size.in.8x8"], tensors["size.in.text"]
    save({"upcast.out": upcast(x, 601, text).sample}, out / "unet" / "upcast.safetensors")
    lcm(seeds, out)
