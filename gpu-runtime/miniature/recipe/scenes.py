"""Procedural photographs: pictures with the statistics of natural ones, and what is in them.

Dead leaves, fractal textures, landscapes, towns, people, faces, still lifes: drawn at twice the size
with soft light, texture, haze, shadow and depth of field, then reduced. No text, no real footage.
`scene(rng, size)` gives float32 RGB (size, size, 3) in [0, 1] and a subject for the caption.
"""

import cv2
import numpy as np


def fractal(rng, h, w, rough=0.5, base=2, octaves=6):
    """Noise with a falling spectrum, (h, w) in [0, 1]."""
    out = np.zeros((h, w), np.float32)
    gain, cells = 1.0, base
    for _ in range(octaves):
        if cells > max(h, w):
            break
        grid = rng.standard_normal((cells + 1, cells + 1)).astype(np.float32)
        out += gain * cv2.resize(grid, (w, h), interpolation=cv2.INTER_CUBIC)
        gain *= rough
        cells *= 2
    low, high = out.min(), out.max()
    return (out - low) / max(high - low, 1e-6)


def hsv(h, s, v):
    i = int(h * 6) % 6
    f = h * 6 - int(h * 6)
    p, q, t = v * (1 - s), v * (1 - f * s), v * (1 - (1 - f) * s)
    return np.array([(v, t, p), (q, v, p), (p, v, t), (p, q, v), (t, p, v), (v, p, q)][i], np.float32)


def colour(rng, s=(0.05, 0.8), v=(0.1, 0.95)):
    """Mostly muted, seldom loud."""
    sat = s[0] + (s[1] - s[0]) * rng.random() ** 1.7
    return hsv(rng.random(), sat, v[0] + (v[1] - v[0]) * rng.random())


def skin(rng):
    return hsv(0.03 + 0.05 * rng.random(), 0.2 + 0.4 * rng.random(), 0.4 + 0.58 * rng.random() ** 0.7)


def blend(image, mask, paint):
    """In place; mask (h, w) in [0, 1]; paint a colour or a picture."""
    image += mask[..., None] * (paint - image)


def texture(rng, h, w, c, amount=None):
    """A surface of a colour: patches, grain, stripes or nothing."""
    amount = rng.random() * 0.35 if amount is None else amount
    kind = rng.choice(4, p=[0.35, 0.15, 0.25, 0.25])
    if kind == 0:
        tone = np.full((h, w), 0.5, np.float32)
    elif kind == 1:
        y, x = np.mgrid[0:h, 0:w].astype(np.float32)
        a = rng.random() * np.pi
        period = 5 + 25 * rng.random()
        tone = 0.5 + 0.5 * np.sin((x * np.cos(a) + y * np.sin(a)) * (2 * np.pi / period))
    else:
        tone = fractal(rng, h, w, 0.4 + 0.45 * rng.random(), int(2 ** rng.integers(1, 6)))
    other = np.clip(c + (rng.random(3).astype(np.float32) - 0.5) * 0.3, 0, 1)
    mix = (tone - 0.5) * 2 * amount
    return np.clip(c * (1 + mix[..., None]) + (other - c) * (tone * amount)[..., None], 0, 1).astype(np.float32)


def shade(rng, h, w, low=0.55):
    """Light that falls off over the picture, (h, w)."""
    y, x = np.mgrid[-1:1:h * 1j, -1:1:w * 1j].astype(np.float32)
    a = rng.random() * 2 * np.pi
    light = 0.5 + 0.5 * (np.cos(a) * x + np.sin(a) * y) / 1.4
    return (low + (1 - low) * light).astype(np.float32)


def polygon(h, w, points, soft=0):
    mask = np.zeros((h, w), np.float32)
    cv2.fillPoly(mask, [np.round(np.asarray(points) * 16).astype(np.int32)], 1.0, cv2.LINE_8, 4)
    return cv2.GaussianBlur(mask, (0, 0), soft) if soft > 0 else mask


def ellipse(h, w, cx, cy, rx, ry, angle=0.0, soft=0, start=0, end=360):
    mask = np.zeros((h, w), np.float32)
    s = 16
    cv2.ellipse(mask, (int(cx * s), int(cy * s)), (max(1, int(rx * s)), max(1, int(ry * s))), angle, start, end,
                1.0, -1, cv2.LINE_8, 4)
    return cv2.GaussianBlur(mask, (0, 0), soft) if soft > 0 else mask


def limb(h, w, points, widths, soft=0):
    """A chain of capsules."""
    mask = np.zeros((h, w), np.float32)
    for (p, q), width in zip(zip(points[:-1], points[1:]), widths):
        cv2.line(mask, tuple(int(v) for v in p), tuple(int(v) for v in q), 1.0, max(1, int(width)))
        for end in (p, q):
            cv2.circle(mask, tuple(int(v) for v in end), max(1, int(width / 2)), 1.0, -1)
    return cv2.GaussianBlur(mask, (0, 0), soft) if soft > 0 else mask


def blob(rng, h, w, cx, cy, r, rough=0.25):
    """A closed wobbly outline."""
    n = 24
    a = np.linspace(0, 2 * np.pi, n, endpoint=False)
    wobble = np.convolve(np.tile(rng.standard_normal(n), 3), [0.25, 0.5, 0.25], "same")[n:2 * n]
    radius = r * (1 + rough * wobble)
    return polygon(h, w, np.stack([cx + radius * np.cos(a), cy + radius * np.sin(a)], 1))


def solid(rng, image, mask, paint, light=None):
    """Lays a body on the picture: lit from one side, with a soft shadow beside it."""
    h, w = mask.shape
    if rng.random() < 0.6:
        d = rng.integers(2, 10)
        shadow = cv2.GaussianBlur(np.roll(mask, (d, int(rng.integers(-8, 9))), (0, 1)), (0, 0), 2 + 4 * rng.random())
        image *= (1 - 0.5 * shadow)[..., None]
    ys, xs = np.nonzero(mask > 0.5)
    if len(ys) == 0:
        return
    y0, y1, x0, x1 = ys.min(), ys.max() + 1, xs.min(), xs.max() + 1
    a = rng.random() * 2 * np.pi if light is None else light
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    u = (x - (x0 + x1) / 2) / max(1, x1 - x0) * 2
    v = (y - (y0 + y1) / 2) / max(1, y1 - y0) * 2
    lit = np.clip(0.85 + 0.4 * rng.random() * (np.cos(a) * u + np.sin(a) * v), 0.2, 1.3)
    surface = np.clip((paint if paint.ndim == 3 else paint[None, None]) * lit[..., None], 0, 1)
    blend(image, mask, surface)


def plain(rng, h, w):
    """A studio backdrop: a gradient between two colours, or a soft blur of something."""
    a, b = colour(rng, v=(0.25, 1.0)), colour(rng, v=(0.25, 1.0))
    t = shade(rng, h, w, 0)[..., None]
    return (a * t + b * (1 - t)).astype(np.float32)


def sky(rng, h, w):
    top = hsv(0.52 + 0.13 * rng.random(), 0.1 + 0.6 * rng.random(), 0.4 + 0.6 * rng.random())
    low = hsv(rng.random() * 0.15 if rng.random() < 0.3 else 0.55, 0.05 + 0.3 * rng.random(), 0.7 + 0.3 * rng.random())
    t = np.linspace(0, 1, h, dtype=np.float32)[:, None, None]
    out = np.broadcast_to(top * (1 - t) + low * t, (h, w, 3)).copy()
    cloud = fractal(rng, h, w, 0.55, 3)
    blend(out, np.clip((cloud - 0.5) * (1 + 3 * rng.random()), 0, 1) * rng.random(), np.full(3, 0.95, np.float32))
    return out


def tree(rng, image, x, y, size):
    h, w = image.shape[:2]
    solid(rng, image, limb(h, w, [(x, y), (x + rng.normal() * 2, y - size * 0.6)], [size * 0.1]), hsv(0.07, 0.5, 0.3))
    green = hsv(0.2 + 0.18 * rng.random(), 0.3 + 0.5 * rng.random(), 0.2 + 0.5 * rng.random())
    for _ in range(rng.integers(3, 8)):
        crown = blob(rng, h, w, x + rng.normal() * size * 0.18, y - size * (0.6 + 0.3 * rng.random()),
                     size * (0.15 + 0.2 * rng.random()), 0.5)
        blend(image, crown, np.clip(texture(rng, h, w, green, 0.6) * (0.6 + 0.7 * rng.random()), 0, 1))


def house(rng, image, x, y, size):
    h, w = image.shape[:2]
    wide, high = size * (0.8 + 0.8 * rng.random()), size * (0.6 + 0.5 * rng.random())
    wall = texture(rng, h, w, colour(rng, (0.05, 0.5), (0.5, 0.95)))
    solid(rng, image, polygon(h, w, [(x, y), (x + wide, y), (x + wide, y - high), (x, y - high)]), wall, 0.0)
    roof = [(x - size * 0.1, y - high), (x + wide + size * 0.1, y - high), (x + wide * 0.5, y - high - size * 0.5)]
    solid(rng, image, polygon(h, w, roof), colour(rng, (0.2, 0.7), (0.2, 0.6)), 0.0)
    for i in range(rng.integers(1, 4)):
        wx, wy, s = x + wide * (0.12 + 0.28 * i), y - high * 0.7, size * 0.16
        blend(image, polygon(h, w, [(wx, wy), (wx + s, wy), (wx + s, wy + s), (wx, wy + s)]), hsv(0.6, 0.3, 0.2 + 0.5 * rng.random()))


def landscape(rng, h, w):
    image = sky(rng, h, w)
    horizon = h * (0.3 + 0.35 * rng.random())
    subject = ["hills", "a landscape", "mountains"][rng.integers(3)]
    layers = rng.integers(2, 5)
    haze = image[int(horizon) - 1].mean(0)
    for i in range(layers):
        t = (i + 1) / layers
        line = horizon + (h - horizon) * (t - 0.5) * 0.9 - h * 0.25 * (1 - t * 0.6) * (
            fractal(rng, 2, w, 0.5, 2)[0] - 0.3)
        ys = np.arange(h, dtype=np.float32)[:, None]
        mask = np.clip(ys - line[None, :], 0, 1)
        ground = hsv(0.1 + 0.25 * rng.random(), 0.15 + 0.5 * rng.random(), 0.2 + 0.5 * rng.random())
        ground = ground * t + haze * (1 - t)
        blend(image, mask, texture(rng, h, w, ground, 0.15 + 0.5 * t * rng.random()))
        if i > 0 and rng.random() < 0.7:
            for _ in range(rng.integers(1, 6)):
                x = rng.random() * w
                tree(rng, image, x, float(line[min(w - 1, int(x))]) + 4, h * (0.08 + 0.25 * t * rng.random()))
            subject = ["trees", "hills with trees", "a park"][rng.integers(3)]
        if i > 0 and rng.random() < 0.35:
            x = rng.random() * w * 0.8
            house(rng, image, x, float(line[min(w - 1, int(x))]) + 8, h * (0.1 + 0.2 * rng.random()))
            subject = ["a house", "a house on a hill", "a village"][rng.integers(3)]
    if rng.random() < 0.4:
        level = int(h * (0.6 + 0.25 * rng.random()))
        depth = h - level
        mirror = image[max(0, level - depth):level][::-1]
        ripple = (fractal(rng, len(mirror), w, 0.6, 8) - 0.5) * 12
        xs = np.clip(np.arange(w)[None] + ripple, 0, w - 1).astype(np.int32)
        water = np.take_along_axis(mirror, xs[..., None], 1)
        tint = hsv(0.55, 0.4, 0.5)
        image[level:level + len(mirror)] = water * 0.7 + tint * 0.3 * shade(rng, len(mirror), w)[..., None]
        subject = ["a lake", "a river", "the sea"][rng.integers(3)]
    if rng.random() < 0.4:
        edge = rng.random() * w
        vx = w * rng.random()
        road = [(edge - w * 0.25, h), (edge + w * 0.3, h), (vx + 4, horizon + h * 0.15), (vx - 4, horizon + h * 0.15)]
        solid(rng, image, polygon(h, w, road), texture(rng, h, w, colour(rng, (0, 0.15), (0.4, 0.8))))
        subject = ["a road", "a path", "a street"][rng.integers(3)]
    return image, subject


def town(rng, h, w):
    image = sky(rng, h, w)
    ground = h * (0.6 + 0.3 * rng.random())
    for row in range(rng.integers(1, 4)):
        x = -w * 0.1
        while x < w:
            wide, high = w * (0.06 + 0.2 * rng.random()), h * (0.15 + 0.55 * rng.random()) * (0.6 + 0.2 * row)
            wall = colour(rng, (0, 0.4), (0.3, 0.9))
            body = polygon(h, w, [(x, ground), (x + wide, ground), (x + wide, ground - high), (x, ground - high)])
            solid(rng, image, body, texture(rng, h, w, wall), 0.0)
            if rng.random() < 0.8:
                s = max(3, wide * 0.13)
                pane = np.clip(wall * (0.25 + 1.1 * rng.random()), 0, 1)
                for wy in np.arange(ground - high + s, ground - s, s * 2):
                    for wx in np.arange(x + s, x + wide - s, s * 2):
                        cv2.rectangle(image, (int(wx), int(wy)), (int(wx + s), int(wy + s)), pane.tolist(), -1)
            x += wide * (1 + 0.5 * rng.random())
    y = np.arange(h)[:, None] >= ground
    blend(image, (y * np.ones((1, w))).astype(np.float32), texture(rng, h, w, colour(rng, (0, 0.2), (0.3, 0.7))))
    return image, ["a city", "a street", "buildings", "houses"][rng.integers(4)]


def background(rng, h, w):
    """Behind a person: often out of focus."""
    kind = rng.integers(4)
    if kind == 0:
        return plain(rng, h, w)
    image = (landscape, town, leaves)[kind - 1](rng, h, w)[0]
    return cv2.GaussianBlur(image, (0, 0), 0.5 + 6 * rng.random()) if rng.random() < 0.8 else image


def head(rng, image, x, y, r, tone, hair):
    """A face: hair, ears, eyes, brows, nose, mouth, in light from one side."""
    h, w = image.shape[:2]
    turn = rng.normal() * 0.25
    tilt = rng.normal() * 6
    light = rng.random() * 2 * np.pi
    long = rng.random() < 0.5
    if long:
        blend(image, blob(rng, h, w, x, y + r * 0.7, r * 1.25, 0.12), texture(rng, h, w, hair, 0.5))
    solid(rng, image, ellipse(h, w, x, y - r * 0.15, r * 1.02, r * 1.3, tilt), texture(rng, h, w, hair, 0.4), light)
    for side in (-1, 1):
        blend(image, ellipse(h, w, x + side * r * 0.85, y + r * 0.1, r * 0.16, r * 0.28, tilt), tone * 0.85)
    face = ellipse(h, w, x + turn * r * 0.3, y + r * 0.15, r * 0.82, r * 1.12, tilt)
    solid(rng, image, face, texture(rng, h, w, tone, 0.08), light)
    side = ellipse(h, w, x + np.cos(light) * r, y + np.sin(light) * r, r * 0.9, r * 1.2, 0, r * 0.35)
    blend(image, face * side * 0.35 * rng.random(), np.clip(tone * (1.4 if rng.random() < 0.5 else 0.5), 0, 1))
    blush = np.clip(tone * np.array([1.1, 0.75, 0.75], np.float32), 0, 1)
    for s in (-1, 1):
        cx = x + (turn * 0.9 + s * 0.36) * r
        blend(image, ellipse(h, w, cx, y + r * 0.45, r * 0.22, r * 0.18, 0, r * 0.12) * 0.5, blush)
        blend(image, ellipse(h, w, cx, y + r * 0.02, r * 0.2, r * 0.13, tilt, r * 0.05) * 0.6, tone * 0.6)
        blend(image, ellipse(h, w, cx, y + r * 0.03, r * 0.16, r * 0.08, tilt), np.full(3, 0.9, np.float32))
        blend(image, ellipse(h, w, cx + turn * r * 0.1, y + r * 0.03, r * 0.075, r * 0.085), colour(rng, (0.2, 0.6), (0.1, 0.5)))
        blend(image, ellipse(h, w, cx + turn * r * 0.1, y + r * 0.03, r * 0.035, r * 0.04), np.zeros(3, np.float32))
        lash = limb(h, w, [(cx - r * 0.18, y + r * 0.01), (cx, y - r * 0.06), (cx + r * 0.18, y + r * 0.01)], [r * 0.04] * 2)
        blend(image, lash * 0.9, hair * 0.4)
        brow = limb(h, w, [(cx - r * 0.2, y - r * 0.15), (cx + r * 0.2, y - r * (0.17 + 0.02 * s))], [r * 0.07])
        blend(image, brow * 0.85, hair * 0.7)
    nx = x + turn * r * 1.1
    blend(image, limb(h, w, [(nx, y + r * 0.1), (nx + r * 0.1, y + r * 0.45)], [r * 0.06], r * 0.04) * 0.7, tone * 0.75)
    blend(image, ellipse(h, w, nx, y + r * 0.5, r * 0.14, r * 0.05, 0, r * 0.02) * 0.7, tone * 0.5)
    lips = hsv((0.96 + 0.06 * rng.random()) % 1, 0.3 + 0.55 * rng.random(), 0.3 + 0.5 * rng.random())
    mx, my = x + turn * r * 0.9, y + r * 0.78
    blend(image, ellipse(h, w, mx, my, r * 0.28, r * (0.07 + 0.06 * rng.random())), lips)
    if rng.random() < 0.4:
        blend(image, ellipse(h, w, mx, my, r * 0.22, r * 0.04), np.full(3, 0.92, np.float32))
    else:
        blend(image, limb(h, w, [(mx - r * 0.25, my), (mx + r * 0.25, my)], [r * 0.03]), lips * 0.5)
    fringe = ellipse(h, w, x + turn * r * 0.2, y - r * 0.15, r * 0.98, r * 1.28, tilt, 0, 180 + 20 * rng.random(), 360 - 20 * rng.random())
    keep = 1 - ellipse(h, w, x + turn * r * 0.6 + rng.normal() * r * 0.2, y + r * 0.3, r * 0.8, r * 1.05, tilt)
    solid(rng, image, fringe * keep, texture(rng, h, w, hair, 0.5), light)


def person(rng, h, w):
    """From a close-up to a whole figure."""
    image = background(rng, h, w)
    tone, cloth = skin(rng), colour(rng)
    hair = hsv(0.06 + 0.05 * rng.random(), 0.2 + 0.5 * rng.random(), 0.04 + (0.5 * rng.random()) ** 1.5)
    near = rng.random()
    r = h * (0.05 + 0.28 * near ** 1.3)
    x, y = w * (0.25 + 0.5 * rng.random()), max(r * 0.9, h * (0.12 + 0.3 * rng.random()))
    shoulder, hip = y + r * 1.9, y + r * 5.2
    cloth_paint = texture(rng, h, w, cloth)
    if rng.random() < 0.4:  # quilted or striped
        band = (np.arange(h) // max(3, int(r * 0.35)) % 2).astype(np.float32)[:, None, None]
        cloth_paint = cloth_paint * (0.82 + 0.18 * band)
    lean = rng.normal() * r * 0.3
    legs = [[(x + s * r * 0.6, hip), (x + s * r * (0.7 + rng.normal() * 0.5), hip + r * 2.5),
             (x + s * r * (0.7 + rng.normal() * 0.6), hip + r * 5)] for s in (-1, 1)]
    trousers = texture(rng, h, w, colour(rng, v=(0.05, 0.7)))
    for leg in legs:
        solid(rng, image, limb(h, w, leg, [r * 1.0, r * 0.8]), trousers)
    trunk = [(x - r * 1.7, shoulder + r * 0.3), (x - r * 0.7, shoulder - r * 0.5), (x + r * 0.7, shoulder - r * 0.5),
             (x + r * 1.7, shoulder + r * 0.3), (x + r * 1.3 + lean, hip), (x - r * 1.3 + lean, hip)]
    sleeve = texture(rng, h, w, colour(rng)) if rng.random() < 0.5 else cloth_paint
    arms = []
    for s in (-1, 1):
        elbow = (x + s * r * (2.1 + 0.5 * rng.random()), shoulder + r * (1.6 + 0.6 * rng.random()))
        hand = (x + s * r * (0.2 + 2.2 * rng.random()), shoulder + r * (1.0 + 2.6 * rng.random()))
        arms.append(([(x + s * r * 1.4, shoulder + r * 0.4), elbow, hand], hand))
    bare = rng.random() < 0.3
    solid(rng, image, limb(h, w, [(x, y + r), (x, shoulder)], [r * 0.95]), tone * 0.85)
    solid(rng, image, polygon(h, w, trunk, 0.8), cloth_paint)
    if rng.random() < 0.5:
        seam = limb(h, w, [(x, shoulder), (x + lean * 0.8, hip)], [max(1, r * 0.06)])
        blend(image, seam * 0.7, cloth * 0.3)
    neck = [(x - r * 0.7, shoulder - r * 0.5), (x + r * 0.7, shoulder - r * 0.5), (x, shoulder + r * rng.random())]
    blend(image, polygon(h, w, neck), tone * 0.9)
    for arm, hand in arms:
        if rng.random() < 0.85:
            solid(rng, image, limb(h, w, arm, [r * 0.85, r * 0.7]), tone if bare else sleeve)
            solid(rng, image, ellipse(h, w, hand[0], hand[1], r * 0.42, r * 0.36), tone)
            if r > 14:
                for k in range(4):
                    fx, fy = hand[0] + rng.normal() * r * 0.1, hand[1] - r * 0.2 + k * r * 0.15
                    blend(image, limb(h, w, [(fx - r * 0.2, fy), (fx + r * 0.2, fy)], [1]) * 0.6, tone * 0.5)
    head(rng, image, x, y, r, tone, hair)
    return image, ["a woman", "a man", "a person", "a woman outdoors", "a portrait of a woman", "a face"][rng.integers(6)]


def leaves(rng, h, w):
    """Dead leaves: occluding shapes of all sizes, as many small as the cube law says."""
    image = texture(rng, h, w, colour(rng), 0.4)
    low, high = 4.0, h * 0.45
    tints = [colour(rng) for _ in range(rng.integers(3, 9))]
    for _ in range(rng.integers(40, 110)):
        u = rng.random()
        r = (u / high ** 2 + (1 - u) / low ** 2) ** -0.5 if rng.random() < 0.8 else low + (high * 0.5) * rng.random()
        cx, cy = rng.random() * w, rng.random() * h
        kind = rng.integers(4)
        if kind == 0:
            mask = ellipse(h, w, cx, cy, r, r * (0.4 + 0.6 * rng.random()), rng.random() * 180)
        elif kind == 1:
            a = rng.random() * np.pi
            d = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * np.array([r, r * (0.2 + 0.8 * rng.random())])
            c, s = np.cos(a), np.sin(a)
            mask = polygon(h, w, d @ np.array([[c, s], [-s, c]]) + [cx, cy])
        elif kind == 2:
            mask = blob(rng, h, w, cx, cy, r)
        else:
            p = np.array([cx, cy])
            points = [p, p + rng.normal(size=2) * r * 2, p + rng.normal(size=2) * r * 3]
            mask = limb(h, w, points, [1 + r * 0.3 * rng.random()] * 2)
        tint = np.clip(tints[rng.integers(len(tints))] * (0.7 + 0.6 * rng.random()), 0, 1)
        x0, x1 = int(max(0, cx - 3 * r)), int(min(w, cx + 3 * r + 2))
        y0, y1 = int(max(0, cy - 3 * r)), int(min(h, cy + 3 * r + 2))
        if x1 - x0 < 3 or y1 - y0 < 3:
            continue
        part, piece = mask[y0:y1, x0:x1], image[y0:y1, x0:x1]
        paint = texture(rng, y1 - y0, x1 - x0, tint) if r > 8 else np.broadcast_to(tint, piece.shape)
        if r > 12:
            solid(rng, piece, part, np.asarray(paint))
        else:
            blend(piece, part, paint)
    return image, ["leaves", "stones", "a pattern", "paper shapes"][rng.integers(4)]


def still(rng, h, w):
    """Balls, boxes and wheels on a table."""
    image = plain(rng, h, w) if rng.random() < 0.6 else background(rng, h, w)
    table = h * (0.5 + 0.3 * rng.random())
    y = np.arange(h)[:, None] >= table
    blend(image, (y * np.ones((1, w))).astype(np.float32), texture(rng, h, w, colour(rng, (0.05, 0.6), (0.25, 0.9)), 0.5))
    subject = "balls"
    gy, gx = np.mgrid[0:h, 0:w].astype(np.float32)
    for _ in range(rng.integers(1, 6)):
        r = h * (0.06 + 0.2 * rng.random())
        x, base = rng.random() * w, table + (h - table) * rng.random() * 0.8
        c = colour(rng, (0.1, 0.9), (0.2, 0.95))
        image *= (1 - 0.5 * ellipse(h, w, x + r * 0.3, base, r * 1.2, r * 0.3, 0, r * 0.15))[..., None]
        kind = rng.integers(3)
        if kind == 0:
            a, e = rng.random() * 2 * np.pi, 0.3 + 0.6 * rng.random()
            u, v = (gx - x) / r, (gy - base + r) / r
            z = np.sqrt(np.clip(1 - u * u - v * v, 0, 1))
            lit = np.clip(0.25 + 0.8 * (np.cos(a) * e * u - np.sin(a) * e * np.abs(v) + (1 - e * 0.5) * z), 0.08, 1.2)
            shine = np.clip(lit - 0.95, 0, 1)[..., None] * 2
            paint = np.clip(texture(rng, h, w, c) * lit[..., None] + shine, 0, 1)
            blend(image, np.clip((1 - np.sqrt(u * u + v * v)) * r, 0, 1), paint)
            subject = ["a ball", "balls", "fruit"][rng.integers(3)]
        elif kind == 1:
            s, d = r * 1.4, r * 0.6 * rng.random()
            front = [(x, base), (x + s, base), (x + s, base - s), (x, base - s)]
            top = [(x, base - s), (x + s, base - s), (x + s + d, base - s - d), (x + d, base - s - d)]
            side = [(x + s, base), (x + s + d, base - d), (x + s + d, base - s - d), (x + s, base - s)]
            paint = texture(rng, h, w, c)
            for face, k in ((front, 0.85), (top, 1.15), (side, 0.5)):
                blend(image, polygon(h, w, face), np.clip(paint * k, 0, 1))
            subject = ["boxes", "a box"][rng.integers(2)]
        else:
            hub = (x, base - r)
            for radius, tint in ((1.0, 0.25), (0.8, 0.9), (0.7, 0.45)):
                blend(image, ellipse(h, w, hub[0], hub[1], r * radius, r * radius), np.clip(c * tint, 0, 1))
            a = rng.random() * np.pi
            for k in range(rng.integers(3, 7)):
                t = a + k * np.pi / 4
                p = (hub[0] - np.cos(t) * r * 0.75, hub[1] - np.sin(t) * r * 0.75)
                q = (hub[0] + np.cos(t) * r * 0.75, hub[1] + np.sin(t) * r * 0.75)
                blend(image, limb(h, w, [p, q], [r * 0.08]), np.clip(c * 1.2 + 0.1, 0, 1))
            subject = ["a wheel", "a rolling wheel", "wheels"][rng.integers(3)]
    return image, subject


def surface(rng, h, w):
    """Fractal colour: stone, cloud, smoke, water."""
    a, b, c = colour(rng), colour(rng), colour(rng)
    t = fractal(rng, h, w, 0.4 + 0.4 * rng.random(), int(2 ** rng.integers(1, 4)))[..., None]
    u = fractal(rng, h, w, 0.5, 2)[..., None]
    return (a * t + b * (1 - t)) * (1 - u) + c * u, ["clouds", "smoke", "a stone surface", "water"][rng.integers(4)]


KINDS = [(person, 0.38), (landscape, 0.18), (leaves, 0.14), (town, 0.1), (still, 0.14), (surface, 0.06)]


def camera(rng, image):
    """What a camera adds: light, exposure, tint, vignette, focus, grain."""
    h, w = image.shape[:2]
    image = image * shade(rng, h, w, 0.5 + 0.5 * rng.random())[..., None]
    if rng.random() < 0.3:
        image = image + shade(rng, h, w, 0)[..., None] * colour(rng) * 0.25
    image = np.clip(image, 0, None) ** np.float32(np.exp(rng.normal() * 0.25 - 0.2))
    image = image * np.float32(np.exp(rng.normal() * 0.15 + 0.1)) + np.float32(rng.random() * 0.08)
    image = image * (1 + rng.normal(size=3).astype(np.float32) * 0.06)
    grey = image.mean(2, keepdims=True)
    image = grey + (image - grey) * np.float32(0.6 + 0.7 * rng.random())
    return np.clip(image, 0, 1).astype(np.float32)


def scene(rng, size):
    """One picture (size, size, 3) and its subject."""
    h = w = size * 2
    make = KINDS[rng.choice(len(KINDS), p=[p for _, p in KINDS])][0]
    image, subject = make(rng, h, w)
    image = camera(rng, np.asarray(image, np.float32))
    image = cv2.resize(image, (size, size), interpolation=cv2.INTER_AREA)
    if rng.random() < 0.4:
        image = cv2.GaussianBlur(image, (0, 0), 0.3 + 0.6 * rng.random())
    image = image + rng.standard_normal(image.shape).astype(np.float32) * np.float32(0.012 * rng.random())
    if rng.random() < 0.5:
        image = image[:, ::-1]
    return np.ascontiguousarray(np.clip(image, 0, 1).astype(np.float32)), subject
