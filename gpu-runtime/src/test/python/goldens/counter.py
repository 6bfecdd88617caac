"""Noise and draws that depend on their arguments alone, as the documentation of Noise and Draws has them.

Philox4x32-10 with the seed as its key and [block, sequence's lower half, its upper half, purpose] as its counter,
the purpose as its text's FNV-1a; normal numbers by Box and Muller's method, two from two words.
"""

import numpy
import torch

WORD = (1 << 32) - 1


def fingerprint(text):
    value = 0x811C9DC5
    for byte in text.encode():
        value = ((value ^ byte) * 0x01000193) & WORD
    return value


def words(first, seed, purpose, sequence):
    """(n, 4) uint64 below 2^32: the words of counters whose first number is each of (n)."""
    a = numpy.asarray(first, numpy.uint64)
    b, c, d = (numpy.full_like(a, x) for x in (sequence & WORD, sequence >> 32 & WORD, fingerprint(purpose)))
    k0, k1 = seed & WORD, seed >> 32 & WORD
    low, half = numpy.uint64(WORD), numpy.uint64(32)
    for _ in range(10):
        left, right = numpy.uint64(0xD2511F53) * a, numpy.uint64(0xCD9E8D57) * c
        a, b, c, d = (right >> half) ^ b ^ numpy.uint64(k0), right & low, (left >> half) ^ d ^ numpy.uint64(k1), left & low
        k0, k1 = (k0 + 0x9E3779B9) & WORD, (k1 + 0xBB67AE85) & WORD
    return numpy.stack([a, b, c, d], 1)


def normal(seed, purpose, sequence, *shape):
    """Standard normal, float32."""
    count = int(numpy.prod(shape))
    drawn = words(numpy.arange((count + 3) // 4), seed, purpose, sequence).reshape(-1, 2).astype(numpy.float64)
    radius = numpy.sqrt(-2 * numpy.log((drawn[:, 0] + 1) / 2 ** 32))
    angle = 2 * numpy.pi * drawn[:, 1] / 2 ** 32
    pairs = numpy.stack([radius * numpy.cos(angle), radius * numpy.sin(angle)], 1)
    return torch.from_numpy(pairs.reshape(-1)[:count].astype(numpy.float32).reshape(shape))


def below(bound, seed, purpose, sequence, index):
    """A whole number of 0 to bound - 1."""
    return int(words([index], seed, purpose, sequence)[0, 0]) * bound >> 32
