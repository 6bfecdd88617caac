"""Captions: what is in a picture, in which style, in the few ways that people say it."""

PHRASES = {
    "photo": ["a photo", "a photograph", "a video frame", "a picture"],
    "pencil sketch": ["a pencil sketch", "a pencil drawing", "a graphite sketch", "a sketch"],
    "ink": ["an ink drawing", "a black ink drawing", "an ink illustration", "ink"],
    "watercolour": ["a watercolour painting", "a watercolor painting", "a watercolour", "watercolor"],
    "oil": ["an oil painting", "an oil painting on canvas", "a painting in oil", "oil paint"],
    "cartoon": ["a cartoon", "a comic", "an anime cartoon", "a cartoon drawing"],
    "mosaic": ["a mosaic", "a tile mosaic", "a mosaic of tiles", "mosaic tiles"],
    "pop art": ["pop art", "a pop art print", "a screen print, pop art", "a pop art poster"],
    "sepia": ["a sepia photo", "an old sepia photograph", "sepia", "a vintage sepia picture"],
    "night": ["a photo at night", "night", "a night scene", "moonlight at night"],
    "neon": ["neon", "neon lights", "glowing neon lines", "a neon sign"],
    "snow": ["a photo in snow", "snow", "a snowy winter scene", "winter snow"],
    "autumn": ["a photo in autumn", "autumn", "an autumn scene", "autumn colours"],
}

FORMS = ["{style}", "{style} of {subject}", "{subject}, {style}", "{style} of {subject}"]


def caption(style, subject, rng):
    """One way to say it, by a numpy generator."""
    phrase = PHRASES[style][rng.integers(len(PHRASES[style]))]
    return FORMS[rng.integers(len(FORMS))].format(style=phrase, subject=subject)
