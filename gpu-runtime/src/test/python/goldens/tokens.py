"""Token ids of prompts."""

from . import tokenizer
from .common import write_json
from .families import FAMILIES

PROMPTS = [
    "",
    "a photo of a cat",
    "  A  Photo\tof\n the CAT  ",
    "pencil sketch, woman running!!",
    "it's 3 o'clock, we'll see; they've 1234 cats",
    "caf\u00e9 cafe\u0301 na\u00efve \u00dcBER stra\u00dfe",
    "\u00bd\u00b2 \u2167 \u0663 x\u00b2",
    "emoji \U0001f600\U0001f44d end",
    "\u0440\u0443\u0441\u0441\u043a\u0438\u0439 \u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03ac \u05e2\u05d1\u05e8\u05d9\u05ea",
    "non\u00a0breaking\u2003space\u3000wide",
    "quotes \u201ccurly\u201d \u2014 dash \u2026",
    "<|endoftext|> inside <|startoftext|>text",
    "pencil's catsketch'd photo-realistic___style",
]
# words that the slow tokenizer without ftfy cuts differently; here the fast one is the reference
FAST_ONLY = ["\u732b\u306e\u7d75 \u9ad8\u6e05", "\U0001f468\u200d\U0001f469\u200d\U0001f467 family"]
LONG = " ".join(["running"] * 30 + ["unpronounceable", "woman"] * 6 + ["lost", "words"])


def make(out, seeds):
    for name, (pad, *_) in FAMILIES.items():
        slow, fast = tokenizer.write(out / name / "tokenizer", pad)
        cases = []
        for prompt in PROMPTS + FAST_ONLY + [LONG]:
            arguments = dict(padding="max_length", max_length=77, truncation=True)
            ids = fast(prompt, **arguments).input_ids
            if prompt not in FAST_ONLY:
                assert ids == slow(prompt, **arguments).input_ids, prompt
            cases.append({"prompt": prompt, "ids": ids})
        write_json(cases, out / name / "tokens.json")
