"""The styles: what each makes of a photograph, by classical non-photorealistic filters.

Every filter takes and gives float32 RGB (h, w, 3) in [0, 1] and works in pixels, whatever the size.
They are deterministic. Java has the same ones (dev.frameloom.style), held to these by golden data.
"""

import cv2
import numpy as np

WEIGHTS = np.array([0.299, 0.587, 0.114], np.float32)


def luma(x):
    """(h, w, 3) to (h, w)."""
    return x @ WEIGHTS


def blur(x, sigma):
    return cv2.GaussianBlur(x, (0, 0), sigma, borderType=cv2.BORDER_REFLECT_101)


def gradient(x):
    """Length of the gradient of (h, w), 1 for a step from black to white after a slight blur."""
    y = blur(x, 0.8)
    dx = cv2.Sobel(y, cv2.CV_32F, 1, 0, borderType=cv2.BORDER_REFLECT_101)
    dy = cv2.Sobel(y, cv2.CV_32F, 0, 1, borderType=cv2.BORDER_REFLECT_101)
    return np.sqrt(dx * dx + dy * dy) / 4


def smooth(x):
    """Edge-preserving: twice bilateral."""
    y = cv2.bilateralFilter(x, 7, 0.12, 3.0, borderType=cv2.BORDER_REFLECT_101)
    return cv2.bilateralFilter(y, 7, 0.12, 3.0, borderType=cv2.BORDER_REFLECT_101)


def saturate(x, by):
    grey = luma(x)[..., None]
    return grey + (x - grey) * np.float32(by)


def ramp(x, low, high):
    """0 below low, 1 above high, smooth between."""
    t = np.clip((x - np.float32(low)) / np.float32(high - low), 0, 1)
    return t * t * (3 - 2 * t)


def clip(x):
    return np.clip(x, 0, 1).astype(np.float32)


def colours(x, table):
    """(h, w) in [0, 1] to colours, linearly between the rows of a table."""
    table = np.array(table, np.float32)
    position = np.clip(x, 0, 1) * np.float32(len(table) - 1)
    low = np.minimum(position.astype(np.int32), len(table) - 2)
    part = (position - low)[..., None]
    return table[low] * (1 - part) + table[low + 1] * part


def steps(x, count):
    """Posterises to so many levels, with flanks a little soft."""
    scaled = x * np.float32(count)
    floor = np.floor(scaled)
    return np.clip((floor + ramp(scaled - floor, 0.85, 1.0)) / np.float32(count - 1), 0, 1)


def photo(x):
    return clip(x)


def pencil(x):
    """Dodge of the grey picture with its own blur: graphite on white."""
    grey = luma(x)
    dodge = np.clip((grey + np.float32(0.02)) / (blur(grey, 4.0) + np.float32(0.02)), 0, 1)
    tone = dodge ** 3 * (np.float32(0.72) + np.float32(0.28) * grey)
    return clip(tone[..., None] * np.array([1.0, 1.0, 1.0], np.float32))


def ink(x):
    """Extended difference of Gaussians: black strokes and areas on cream."""
    grey = luma(x)
    sharp = 6 * blur(grey, 0.9) - 5 * blur(grey, 1.8)
    tone = ramp(sharp, 0.2, 0.5)
    return clip(colours(tone, [[0.05, 0.04, 0.12], [0.96, 0.90, 0.72]]))


def watercolour(x):
    """Soft, light washes that darken at their edges."""
    wash = saturate(blur(smooth(x), 1.0), 1.5)
    edge = np.clip(gradient(luma(wash)) * 2, 0, 0.5)[..., None]
    return clip((1 - (1 - wash) * np.float32(0.55)) * (1 - edge))


def oil(x):
    """Kuwahara: of four quadrants the mean of the calmest; strong, warm, varnished colour."""
    size = 5
    grey = luma(x)
    mean = cv2.boxFilter(x, cv2.CV_32F, (size, size), borderType=cv2.BORDER_REFLECT_101)
    mean1 = cv2.boxFilter(grey, cv2.CV_32F, (size, size), borderType=cv2.BORDER_REFLECT_101)
    mean2 = cv2.boxFilter(grey * grey, cv2.CV_32F, (size, size), borderType=cv2.BORDER_REFLECT_101)
    spread = mean2 - mean1 * mean1
    best, least = None, None
    for dy in (-2, 2):
        for dx in (-2, 2):
            s = shifted(spread, dy, dx)
            m = shifted(mean, dy, dx)
            if best is None:
                best, least = m, s
            else:
                take = s < least
                best = np.where(take[..., None], m, best)
                least = np.where(take, s, least)
    rich = saturate(best, 1.7)
    deep = ramp(rich, -0.05, 1.0) * np.array([1.0, 0.84, 0.55], np.float32)
    return clip(deep * np.float32(0.92))


def shifted(x, dy, dx):
    """The picture moved; its border repeated."""
    h, w = x.shape[:2]
    rows = np.clip(np.arange(h) + dy, 0, h - 1)
    columns = np.clip(np.arange(w) + dx, 0, w - 1)
    return x[rows][:, columns]


def cartoon(x):
    """Flat, loud colours in few steps, with black outlines."""
    flat = smooth(x)
    grey = luma(flat)
    level = steps(grey, 4) * np.float32(0.8) + np.float32(0.2)
    paint = saturate(flat, 2.4) * (level / np.maximum(grey, np.float32(0.05)))[..., None]
    outline = 1 - ramp(gradient(grey), 0.06, 0.14)
    return clip(clip(paint) * outline[..., None])


def mosaic(x):
    """Tiles of eight pixels with dark joints."""
    h, w = x.shape[:2]
    padded = np.pad(x, ((0, -h % 8), (0, -w % 8), (0, 0)), mode="edge")
    rows, columns = padded.shape[0] // 8, padded.shape[1] // 8
    tiles = padded.reshape(rows, 8, columns, 8, 3).mean(axis=(1, 3), dtype=np.float32)
    full = np.repeat(np.repeat(saturate(tiles, 1.4), 8, 0), 8, 1)[:h, :w].copy()
    joint = (np.arange(h) % 8 == 0)[:, None] | (np.arange(w) % 8 == 0)[None, :]
    full[joint] = (0.12, 0.12, 0.14)
    return clip(full)


POP = [[0.16, 0.02, 0.45], [0.95, 0.10, 0.50], [1.00, 0.80, 0.05], [0.55, 0.95, 0.95]]


def pop(x):
    """Screen print: four inks by lightness."""
    return clip(colours(steps(luma(smooth(x)), 4), POP))


def sepia(x):
    """Brown, with faded blacks."""
    tone = np.float32(0.08) + np.float32(0.92) * luma(x)
    return clip(tone[..., None] * np.array([1.05, 0.82, 0.56], np.float32))


def night(x):
    """Dark and blue; only what is bright keeps some light."""
    dark = saturate(x, 0.4) ** np.float32(1.5)
    return clip(dark * np.array([0.26, 0.36, 0.62], np.float32) + np.array([0.0, 0.01, 0.05], np.float32))


def neon(x):
    """Glowing edges of the picture's own colours on black."""
    flat = blur(x, 1.0)
    edge = np.clip(gradient(luma(x)) * 7, 0, 1)
    glow = np.clip(edge + np.float32(0.5) * blur(edge, 2.0), 0, 1)
    hue = saturate(flat, 3.0)
    hue = np.clip(hue, 0.05, 1)
    hue = hue / hue.max(axis=2, keepdims=True)
    return clip(glow[..., None] * hue + np.array([0.03, 0.0, 0.06], np.float32))


def snow(x):
    """Pale and cold; what is light turns to snow, what is dark stays."""
    cold = saturate(x, 0.3) * np.array([0.86, 0.98, 1.12], np.float32)
    cover = ramp(blur(luma(x), 1.0), 0.25, 0.6)[..., None]
    return clip(cold * (1 - cover) + (np.float32(0.80) + np.float32(0.2) * cold) * cover)


def autumn(x):
    """Greens and blues turn to orange and red."""
    r, g, b = x[..., 0], x[..., 1], x[..., 2]
    warm = np.stack(
        [0.55 * r + 0.55 * g, 0.22 * r + 0.42 * g, 0.12 * g + 0.25 * b], axis=2
    )
    return clip(saturate(warm.astype(np.float32), 1.2))


STYLES = {
    "photo": photo,
    "pencil sketch": pencil,
    "ink": ink,
    "watercolour": watercolour,
    "oil": oil,
    "cartoon": cartoon,
    "mosaic": mosaic,
    "pop art": pop,
    "sepia": sepia,
    "night": night,
    "neon": neon,
    "snow": snow,
    "autumn": autumn,
}
