"""Files that people have beside models and that nothing here uses, as their programs save them.

The web interface's textual inversions, newer and first form; diffusers' with a token as the name; the web
interface's hypernetworks. Only what they are is looked at.
"""

import torch


def make(out, seeds):
    folder = out / "pickles" / "others"
    folder.mkdir(parents=True, exist_ok=True)
    vector = seeds.normal("inversion", 1, 768).half()
    about = {"name": "ink", "step": 499, "sd_checkpoint": None, "sd_checkpoint_name": None}
    torch.save({"string_to_token": {"*": 265}, "string_to_param": {"*": vector}, **about}, folder / "inversion.pt")
    first = torch.nn.ParameterDict({"*": torch.nn.Parameter(vector.clone(), requires_grad=False)})
    torch.save({"string_to_token": {"*": 265}, "string_to_param": first, **about}, folder / "first-inversion.pt")
    torch.save({"<ink>": vector[0].clone()}, folder / "learned_embeds.bin")
    layers = [{"linear.0.weight": seeds.normal(["hyper", i], 2, 2), "linear.0.bias": torch.zeros(2)} for i in range(2)]
    torch.save({768: layers, "step": 10, "name": "ink", "layer_structure": [1, 2, 1]}, folder / "hypernetwork.pt")
