"""Prompts with weights, by a plain program written from what the common web interface documents.

(text) is 1.1 times as strong, [text] 1/1.1 times, (text:1.3) 1.3 times. Pieces are tokenized one by one, 75
tokens between marks are a chunk, BREAK begins another; what does not fit is left out here. A chunk's embeddings
are multiplied with the weights of their tokens, and then with what gives them back the mean that they had.
Chunks follow each other in the sequence; of two prompts the shorter is followed by empty chunks. Parts are
exact; embeddings are compared to 2e-5 of their range.
"""

import re

import torch
from transformers import CLIPTokenizerFast

from . import families, tokenizer
from .common import save, write_json

SIGN = re.compile(r"\\\(|\\\)|\\\[|\\]|\\\\|\\|\(|\[|:\s*([+-]?[.\d]+)\s*\)|\)|]|[^\\()\[\]:]+|:")
BREAK = re.compile(r"\s*\bBREAK\b\s*")

PARSED = [
    "", "a cat", "a (cat) sketch", "((cat))", "[cat]", "[[a cat] sketch]", "(cat:1.3)", "(a (cat:1.5) photo:0.5)",
    "a (photo of [the (cat:2)]:1.2) running", r"a \(cat\) \[sketch\] \\ \x", "a (cat", "[a cat", "a cat)", "cat] a",
    "(cat:1.5", "cat:1.5)", "(a (cat sketch", "(cat:+.5) x", "( cat : 1.5 )", "(cat: 1.5 )", "a:b (c:d:1.1) e:", "()",
    "(:1.5)", "(cat:0)", "a(cat)b", "BREAK", "a BREAK cat", "a BREAK", "BREAK a", "a BREAK BREAK cat", "aBREAK BREAKb",
    "(a:1.2)BREAK[cat]", "a (photo BREAK cat:1.3) sketch", "a\tBREAK\n cat", "(a)(cat)", "(a:1.1)(cat)", "é (Ünï:1.2)",
    "[a (cat]:1.2)", "(a [cat)]", "break (Break)", "a | b, <x> {y}",
]
ENCODED = {
    "sd1": [["a (cat:1.5) sketch"], ["[[photo]] ((of)) the (woman running:0.3)"], [r"a \(cat\) (in:2) style"],
            ["(a photo of a cat:0) sketch " + "(pencil:1.2) " * 50],
            ["(cat:1.2)", "a photo of a cat BREAK (pencil sketch:1.4) BREAK running"]],
    "sd2": [["a (cat!:1.5) !sketch"], ["a photo BREAK [cat]", ""]],
}


def parts(text):
    """Chunks of pieces with weights."""
    found, open_brackets = [], {"(": [], "[": []}

    def multiply(start, weight):
        for piece in found[start:]:
            piece[1] *= weight

    for match in SIGN.finditer(text):
        sign, weight = match.group(0), match.group(1)
        if sign.startswith("\\"):
            found.append([sign[1:], 1.0])
        elif sign in open_brackets:
            open_brackets[sign].append(len(found))
        elif weight is not None and open_brackets["("]:
            multiply(open_brackets["("].pop(), float(weight))
        elif sign == ")" and open_brackets["("]:
            multiply(open_brackets["("].pop(), 1.1)
        elif sign == "]" and open_brackets["["]:
            multiply(open_brackets["["].pop(), 1 / 1.1)
        else:
            for i, piece in enumerate(BREAK.split(sign)):
                if i > 0:
                    found.append([None, 1.0])
                found.append([piece, 1.0])
    for start in open_brackets["("]:
        multiply(start, 1.1)
    for start in open_brackets["["]:
        multiply(start, 1 / 1.1)
    chunks = [[]]
    for piece, weight in found:
        if piece is None:
            chunks.append([])
        elif piece and chunks[-1] and chunks[-1][-1][1] == weight:
            chunks[-1][-1][0] += piece
        elif piece:
            chunks[-1].append([piece, weight])
    return chunks[:-1] if len(chunks) > 1 and not chunks[-1] else chunks


def encoded(text_encoder, fast, prompts):
    chunked = [parts(prompt) for prompt in prompts]
    longest = max(len(chunks) for chunks in chunked)
    rows = []
    for chunks in chunked:
        row = []
        for chunk in chunks + [[]] * (longest - len(chunks)):
            ids, weights = [], []
            for text, weight in chunk:
                piece = fast(text, add_special_tokens=False).input_ids
                ids += piece
                weights += [weight] * len(piece)
            ids, weights = ids[:75], weights[:75]
            ids = [fast.bos_token_id] + ids + [fast.eos_token_id]
            weights = [1.0] + weights + [1.0]
            ids += [fast.pad_token_id] * (77 - len(ids))
            weights += [1.0] * (77 - len(weights))
            z = text_encoder(torch.tensor([ids]))[0]
            mean = z.mean()
            z = z * torch.tensor(weights).reshape(1, 77, 1)
            row.append(z * (mean / z.mean()))
        rows.append(torch.cat(row, 1))
    return torch.cat(rows)


def make(out, seeds):
    folder = out / "emphasis"
    tensors, listed = {}, {name: cases for name, cases in ENCODED.items()}
    for name, cases in ENCODED.items():
        pipe = families.pipeline(seeds, name)
        _, fast = tokenizer.write(out / name / "tokenizer", families.FAMILIES[name][0])
        assert isinstance(fast, CLIPTokenizerFast)
        for i, prompts in enumerate(cases):
            tensors[f"{name}.{i}"] = encoded(pipe.text_encoder, fast, prompts)
    save(tensors, folder / "golden.safetensors")
    write_json({"parsed": [{"prompt": p, "chunks": parts(p)} for p in PARSED], "encoded": listed},
               folder / "prompts.json")
