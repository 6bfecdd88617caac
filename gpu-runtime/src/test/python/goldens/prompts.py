"""Prompts that are hard on a tokenizer: fixed ones, and mixtures that the seed makes."""

import random

WORDS = [
    "", " ", "   \t\n ", "a", "A", "a photo of a cat", "  A  Photo\tof\n the CAT  ",
    "pencil sketch, woman running!!", "oil painting of a woman in the style of van gogh",
    "masterpiece, best quality, ultra-detailed, (1girl:1.3), [blurry], {{8k}}, <lora:foo:0.8>",
    "a--b __c__ d~~e", "under_score and-hyphen/slash\\backslash|pipe", "e-mail: a.b+c@d-e.org",
    "https://example.org/path?query=1&other=%20#part", "C:\\Users\\cat.png", "50% off, $3.99 #1 @home",
    "...", "?!?!", "-", "--", "'", "''", "\"", "``", "(((((", "a.b.c", "1,000,000.50", "3.14159",
    "1234567890", "0x1F 2nd 3rd 10th", "mp3 4k 8K h264 r2d2", "x1y2z3", "00:15:30",
    "supercalifragilisticexpialidocious antidisestablishmentarianism",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "abcabcabcabcabcabcabcabcabc",
    "running running running", "CamelCaseWords and SHOUTING and mIxEd", "pencil's catsketch'd",
]
CONTRACTIONS = [
    "it's 3 o'clock, we'll see; they've 1234 cats", "I'm you're he'd she'll isn't won't ain't",
    "IT'S WE'LL THEY'VE I'M I'D DON'T", "'s 't 're 've 'm 'll 'd", "''s '''ll s'd 'x 'sx 'tx",
    "rock'n'roll o'neill y'all'd've", "it\u2019s don\u2019t we\u2019ll", "dogs' cats's 90's '90s",
    "'re're've've", "a'b'c'd'e", "'S 'LL", "x's'y", "1's 2'll",
]
MARKS = [
    "<|endoftext|>", "<|startoftext|>", "<|endoftext|> inside <|startoftext|>text",
    "cat<|endoftext|>dog", "<|ENDOFTEXT|> upper", "<|EndOfText|>s", "<|endoftext|", "|endoftext|>",
    "<|<|endoftext|>|>", "<|endoftext|><|endoftext|>", "< |endoftext| >", "<|endof\u200btext|>",
    "<|endoftext|>\u0338", "!<|startoftext|>!", "<pad> [CLS] </s> <unk>", "a</w> </w>", "<|im_start|>",
]
SPACES = [
    "non\u00a0breaking\u2003space\u3000wide", "a\u0085b\u2028c\u2029d", "a\u200bb\u200cc\u200dd\ufeffe",
    "a\u1680b\u2000c\u2001d\u2002e\u2004f\u2005g\u2006h\u2007i\u2008j\u2009k\u200al\u202fm\u205fn",
    "a\x0bb\x0cc\rd\r\ne", "\u3000lead and trail\u3000", "\u00a0", "a\u180eb", "tab\tseparated\tvalues",
]
CONTROLS = [
    "nul\x00byte", "bell\x07 esc\x1b[0m del\x7f", "\x1c\x1d\x1e\x1f", " \x1cseparators\x1f ",
    "\x01\x02\x03 \x80\x81\x9f", "soft\u00adhyphen", "bidi \u202aleft\u202c \u202eright\u202c \u2066x\u2069",
    "\ufffd replacement \ufffc object", "\ufdd0 \uffff \U0001ffff", "private \ue000\uf8ff\U000f0000",
    "tag \U000e0041\U000e007f", "variation\ufe0e \ufe0f\ufe00", "word\u2060joiner",
]
CASES = [
    "\u0130stanbul I\u0307 \u0131", "stra\u00dfe STRASSE \u1e9e", "\u039f\u0394\u039f\u03a3 \u03c3\u03c2 \u03a3",
    "\u01c4\u01c5\u01c6 \u01c7 \u01f1", "\ufb01\ufb02\ufb00\ufb03 \ufb05", "\u1fbc\u1fcc\u1ffc \u1f88", "\u2126 \u212a \u212b",
    "\U00010400\U00010428", "\u10a0\u2d00\u10d0\u1c90", "\u13a0\uab70\u13f8", "\u2160\u2170 \u24b6\u24d0", "\uff21\uff41 \uff11",
    "\u00c5\u0041\u030a \u00e9\u0065\u0301", "\u0149 \u01f0 \u0390", "\u00b5\u03bc", "\u0345\u03b1\u0345", "\u1e0a\u0323 D\u0323\u0307",
]
MARKED = [
    "caf\u00e9 cafe\u0301 na\u00efve \u00dcBER stra\u00dfe", "e\u0301\u0301\u0301 a\u0316\u0301 a\u0301\u0316",
    "Z\u0351\u036b\u0343\u036a\u0302A\u0334\u0335\u031aL\u0360G\u0322O\u0301", "\u0301start \u0300", "x\u20dd y\u20e3",
    "n\u0303\u00f1 o\u0308\u00f6 c\u0327\u00e7", "\u1100\u1161\u11a8 \uac01 \u1100\u1161", "\u0958 \u0915\u093c", "\u2adc \u2add\u0338",
    "\uf900 \u8c48 \ufa0e", "\u0f43 \u0f42\u0fb7", "\u1e9b\u0323", "\u0344 \u0340", "\u00c4\u0308",
]
NUMBERS = [
    "\u00bd\u00b2 \u2167 \u0663 x\u00b2", "\u0661\u0662\u0663 \u0967\u0968 \u0e51\u0e52 \u4e00\u4e8c\u4e09", "\u2460\u2474\u2488 \u3007\u3021",
    "\u00bc\u00be\u2153 \u2070\u00b9\u2074\u2099", "\U0001d7ce\U0001d7d8 \U00010107", "1\ufe0f\u20e3 #\ufe0f\u20e3", "12\u00b03\u20324\u2033", "\u19da\u0bf0\u0f33",
]
SIGNS = [
    "quotes \u201ccurly\u201d \u2018single\u2019 \u00abguillemets\u00bb \u2014 dash \u2013 \u2026", "\u00a9\u00ae\u2122 \u00a7\u00b6\u2020\u2021 \u20ac\u00a3\u00a5\u20b9",
    "\u2200x\u2208\u211d: x\u00b2\u22650 \u2192 \u221e \u222b \u2211 \u221a\u00d7\u00f7\u00b1", "\u2190\u2191\u2192\u2193 \u25a0\u25cb\u2605\u2606\u2660\u2665\u266a", "\u3001\u3002\u300c\u300d\u3010\u3011\u30fb\uff01\uff1f",
    "&amp; &lt;b&gt; &quot;x&quot; &#39; &#x1F600; &nbsp;", "<b>bold</b> **bold** `code`", "\u00bfqu\u00e9? \u00a1no!", "\u060c\u061f \u0964 \u05be", "\u02b0\u02bc\u02c6 \u02d8",
]
SCRIPTS = [
    "\u0440\u0443\u0441\u0441\u043a\u0438\u0439 \u042f\u0417\u042b\u041a", "\u0395\u03bb\u03bb\u03b7\u03bd\u03b9\u03ba\u03ac", "\u05e2\u05d1\u05e8\u05d9\u05ea \u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd", "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u0642\u0650\u0637\u0651\u0629", "\u0939\u093f\u0928\u094d\u0926\u0940 \u092c\u093f\u0932\u094d\u0932\u0940",
    "\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22 \u0e41\u0e21\u0e27", "\u732b\u306e\u7d75 \u9ad8\u6e05", "\u65e5\u672c\u8a9e\u30ab\u30bf\u30ab\u30ca\uff76\uff9e", "\ud55c\uad6d\uc5b4 \uace0\uc591\uc774", "\u7b80\u4f53\u4e2d\u6587\uff0c\u4e00\u53ea\u732b\u3002", "\u10e5\u10d0\u10e0\u10d7\u10e3\u10da\u10d8", "\u0540\u0561\u0575\u0565\u0580\u0565\u0576",
    "\u12a0\u121b\u122d\u129b", "\u0f56\u0f7c\u0f51\u0f0b\u0f66\u0f90\u0f51\u0f0b", "\u1019\u103c\u1014\u103a\u1019\u102c", "\u1781\u17d2\u1798\u17c2\u179a", "\u0ba4\u0bae\u0bbf\u0bb4\u0bcd \u0caa\u0cc2\u0cb0\u0ccd\u0ca3", "ti\u1ebfng Vi\u1ec7t con m\u00e8o", "\u0141\u00f3d\u017a \u017d\u00fcrich \u0110\u00e0 N\u1eb5ng", "\ua4d0\ua4d1 \U00013000\U00013001 \U00012000",
    "cat\u732bcat \u0430cat cat\u0301\u0430",
]
EMOJI = [
    "emoji \U0001f600\U0001f44d end", "\U0001f468\u200d\U0001f469\u200d\U0001f467 family", "\U0001f44d\U0001f3fd\U0001f44d\U0001f3ff", "\u2764\ufe0f\u200d\U0001f525 \u2764 \u2665\ufe0f", "\U0001f1e9\U0001f1ea\U0001f1ef\U0001f1f5", "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "\U0001f600\U0001f600\U0001f600", "cat\U0001f431cat", "\u263a\u263b \u2708\ufe0f\u2b50", "\U0001f9d1\u200d\U0001f680\U0001f9d1\u200d\U0001f3a8 artists", "\U0001f3f3\ufe0f\u200d\U0001f308", "\u00a9\ufe0f \u3030\ufe0f", ":) ;-) <3 ^_^ \u00af\\_(\u30c4)_/\u00af",
]
LONG = [
    " ".join(["running"] * 30 + ["unpronounceable", "woman"] * 6 + ["lost", "words"]),
    " ".join(["cat"] * 75), " ".join(["cat"] * 76), " ".join(["cat"] * 74 + ["photo-realistic"]),
    "a" * 400, "\U0001f600" * 40, "!" * 100, "1" * 100, "\u732b" * 60, ("word, " * 60).strip(),
    "<|endoftext|> " * 90, "x" * 30 + " " + "\u00e9" * 90,
]
FIXED = (WORDS + CONTRACTIONS + MARKS + SPACES + CONTROLS + CASES + MARKED + NUMBERS + SIGNS + SCRIPTS
         + EMOJI + LONG)

# From Unicode 13 and before: the tables of Java 17. Rarely seen marks that are younger than the
# reference's tables for composing are left out.
BLOCKS = [
    (0x20, 0x7E), (0x20, 0x7E), (0x41, 0x7A), (0x30, 0x39), (0xA1, 0xFF), (0x100, 0x17F), (0x1C4, 0x24F),
    (0x300, 0x33F), (0x391, 0x3A1), (0x3A3, 0x3C9), (0x400, 0x4FF), (0x5D0, 0x5EA), (0x620, 0x65F),
    (0x904, 0x939), (0xE01, 0xE30), (0x10A0, 0x10C5), (0x10D0, 0x10F0), (0x1100, 0x1112), (0x1161, 0x1175),
    (0x13A0, 0x13EF), (0x1E00, 0x1EFF), (0x1F00, 0x1F15), (0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20BF),
    (0x2150, 0x218B), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x24FF), (0x2600, 0x26FF), (0x3041, 0x3096),
    (0x30A1, 0x30FA), (0x4E00, 0x9FA5), (0xAC00, 0xD7A3), (0xFB00, 0xFB06), (0xFF01, 0xFF5E),
    (0x10400, 0x1044F), (0x1D400, 0x1D454), (0x1F300, 0x1F5FF), (0x1F600, 0x1F64F), (0x20000, 0x2A6D6),
]
ATOMS = [
    " ", " ", " ", "  ", "\t", "\u00a0", "\u200d", "\ufe0f", "'s", "'ll", "'", "!", ",", "<|endoftext|>", "<|startoftext|>", "cat",
    "photo of", "running", "RUNNING", "1234", "\u0130", "\u03a3", "\u0301", "\x00", "\x1f", "-", "...",
]


def mixtures(generator, count):
    """Words and characters of all kinds, thrown together."""
    prompts = []
    for _ in range(count):
        parts = []
        for _ in range(generator.randint(1, 30)):
            if generator.random() < 0.4:
                parts.append(generator.choice(ATOMS))
                continue
            first, last = generator.choice(BLOCKS)
            for _ in range(generator.randint(1, 6)):
                parts.append(chr(generator.randint(first, last)))
        prompts.append("".join(parts))
    return prompts


def of(seeds):
    """All prompts: the fixed ones, and as many mixtures."""
    seed = seeds.generator("prompts").initial_seed()
    return FIXED + mixtures(random.Random(seed), 200)
