"""A small byte-pair vocabulary in CLIP's form (vocab.json, merges.txt), learned from the captions' words.

Every text can be written in it; a word that no caption has falls apart into pieces.
"""

import json
from collections import Counter
from pathlib import Path

from captions import PHRASES

SUBJECTS = (
    "a woman outdoors a portrait of a woman a man a person a face a landscape hills mountains hills with trees a park "
    "a house on a hill a village a lake a river the sea a road a path a street a city buildings houses balls a ball fruit "
    "boxes a box a wheel a rolling wheel wheels leaves stones a pattern paper shapes clouds smoke a stone surface water"
)

MORE = (
    "in the style of with and at on by under over near some many red green blue yellow orange purple black white grey brown "
    "dark bright light soft warm cold old young big small running walking dancing sitting standing girl boy child people dog "
    "cat car bus train bird horse flower garden forest tree sky sun moon rain storm beach desert field bridge tower castle "
    "room table chair window door summer spring day morning evening sunset fire ice stone wood metal glass gold silver "
    "painting drawing photo picture image film frame poster print comic line lines bold thick thin flat detailed simple"
)


def byte_symbols():
    """GPT-2's and CLIP's printable stand-ins for the 256 bytes."""
    kept = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    symbols, extra = {b: chr(b) for b in kept}, 0
    for b in range(256):
        if b not in symbols:
            symbols[b] = chr(256 + extra)
            extra += 1
    return [symbols[b] for b in kept] + [symbols[b] for b in range(256) if b not in kept]


def learn(words, count):
    """The merges, most frequent pair first; ties by the alphabet."""
    corpus = {tuple(w[:-1]) + (w[-1] + "</w>",): n for w, n in words.items()}
    merges = []
    while len(merges) < count:
        pairs = Counter()
        for symbols, n in corpus.items():
            for pair in zip(symbols, symbols[1:]):
                pairs[pair] += n
        if not pairs:
            break
        best = min(pairs, key=lambda p: (-pairs[p], p))
        merges.append(best)
        merged = {}
        for symbols, n in corpus.items():
            out, i = [], 0
            while i < len(symbols):
                if symbols[i:i + 2] == best:
                    out.append(best[0] + best[1])
                    i += 2
                else:
                    out.append(symbols[i])
                    i += 1
            merged[tuple(out)] = merged.get(tuple(out), 0) + n
        corpus = merged
    return merges


def write(folder):
    """Writes the tokenizer folder; gives the size of the vocabulary."""
    text = " ".join([SUBJECTS, MORE, *(p for phrases in PHRASES.values() for p in phrases)])
    words = Counter(text.replace(",", " ").split())
    merges = learn(words, 2000)
    base = byte_symbols()
    symbols = base + [s + "</w>" for s in base] + [a + b for a, b in merges]
    symbols += ["<|startoftext|>", "<|endoftext|>"]
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = {s: i for i, s in enumerate(symbols)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    lines = ["#version: 0.2", *(f"{a} {b}" for a, b in merges)]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    special = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}
    (folder / "special_tokens_map.json").write_text(json.dumps(special, indent=2) + "\n")
    config = {**special, "model_max_length": 77, "do_lower_case": True, "tokenizer_class": "CLIPTokenizer", "add_prefix_space": False}
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")
    return len(vocabulary)
