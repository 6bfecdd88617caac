"""A small byte-level BPE vocabulary, in the files of CLIP's tokenizer."""

import json

from transformers import CLIPTokenizer, CLIPTokenizerFast

from .common import WORDS


def alphabet():
    own = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    others = [b for b in range(256) if b not in own]
    return [chr(b) for b in own] + [chr(256 + i) for i in range(len(others))]


def write(folder, pad):
    """Writes vocab.json and merges.txt and returns transformers' slow and fast tokenizer of them."""
    folder.mkdir(parents=True, exist_ok=True)
    symbols = alphabet()
    vocabulary = symbols + [s + "</w>" for s in symbols]
    merges = []
    for word in WORDS:
        for end in range(2, len(word) + 1):
            right = word[end - 1] + ("</w>" if end == len(word) else "")
            if (word[: end - 1], right) not in merges:
                merges.append((word[: end - 1], right))
                vocabulary.append(word[: end - 1] + right)
    vocabulary += ["<|startoftext|>", "<|endoftext|>"]
    vocabulary = list(dict.fromkeys(vocabulary))
    (folder / "vocab.json").write_text(json.dumps({t: i for i, t in enumerate(vocabulary)}))
    lines = ["#version: 0.2"] + [" ".join(m) for m in merges]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    files = (str(folder / "vocab.json"), str(folder / "merges.txt"))
    arguments = dict(pad_token=pad, model_max_length=77)
    return CLIPTokenizer(*files, **arguments), CLIPTokenizerFast(*files, **arguments)
