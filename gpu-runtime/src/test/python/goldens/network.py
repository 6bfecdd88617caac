"""diffusers' UNet with two places that can be replaced from outside, for methods that reach into it.

Every self attention asks `acting.attention(site, layer, tokens)`, tokens being (B, S, C) behind the first norm, and
the residual block that Plug-and-Play takes over asks `acting.residual(x)` for what it adds to its shortcut.
"""

import torch

BLOCK = "up_blocks.1.resnets.1"
# the self attentions of the decoder whose queries and keys Plug-and-Play takes over
TAKEN = ("up_blocks.1.attentions.1.", "up_blocks.1.attentions.2.", "up_blocks.2.", "up_blocks.3.")


def split(layer, x):
    """(B, S, C) -> (B, H, S, D)."""
    return x.unflatten(-1, (layer.heads, -1)).transpose(1, 2)


def queries_keys_values(layer, tokens):
    """(B, H, S, D) each."""
    return tuple(split(layer, project(tokens)) for project in (layer.to_q, layer.to_k, layer.to_v))


def attend(layer, q, k, v):
    """Softmax over all keys, heads joined and projected: (B, S, C)."""
    shares = (q @ k.transpose(-1, -2) * q.shape[-1] ** -0.5).softmax(-1)
    return layer.to_out[0]((shares @ v).transpose(1, 2).flatten(-2))


class Alone:
    """Every row attends to itself; nothing is taken over."""

    def attention(self, site, layer, tokens):
        return attend(layer, *queries_keys_values(layer, tokens))

    def residual(self, x):
        return x


class Network:
    """A pipeline's UNet."""

    def __init__(self, unet):
        self.unet, self.acting, self.sites = unet, Alone(), []
        for name, module in unet.named_modules():
            if name.endswith(".attn1"):
                module.set_processor(self.processor(name))
        block = dict(unet.named_modules())[BLOCK]
        block.conv2.register_forward_hook(lambda _, inputs, x: self.acting.residual(x))

    def processor(self, site):
        def process(layer, tokens, *_, **__):
            if site not in self.sites:
                self.sites.append(site)  # in the order of the network
            return self.acting.attention(site, layer, tokens)
        return process

    def __call__(self, latents, timestep, text, acting):
        """(B, C, h, w): what is predicted."""
        self.acting = acting
        return self.unet(latents, torch.tensor(timestep), text).sample
