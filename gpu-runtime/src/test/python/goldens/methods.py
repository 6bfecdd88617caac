"""The methods of windows, frame by frame in plain PyTorch, written from the documentation alone.

An edit is a dictionary as cases.py has it. Latents are (1, C, h, w) of a frame, b is 2 with guidance and 1 without.
"""

import math

import torch

from . import counter, families
from .network import TAKEN, Alone, attend, queries_keys_values
from .samplers import Sampler

# a lead below which another order of sums may choose another token
NEAR = 1e-4


class Edit:
    """What the calls of an edit share."""

    def __init__(self, pipe, network, case):
        self.network, self.case, self.seed = network, case, case["seed"]
        steps, self.guidance = case["steps"], case["guidance"]
        lcm = case["scheduler"].get("_class_name") == "LCMScheduler" or case["options"].get("sampler") == "lcm"
        self.sampler = Sampler("lcm" if lcm else "ddim", {**pipe.scheduler.config, **case["scheduler"]}, steps,
                               max(1, int(steps * case["strength"])))
        prompts = [case["prompt"]] if self.guidance <= 1 else [case["negative"], case["prompt"]]
        self.text = families.embed(pipe, prompts)
        self.source_text = families.embed(pipe, [case["options"].get("source-prompt", "")])

    @property
    def steps(self):
        return len(self.sampler.timesteps)

    def advance(self, latents, step, acting, purpose):
        """The next latents of frames (n, C, h, w) that are called together."""
        count, branches = len(latents), len(self.text)
        predicted = self.network(latents.repeat(branches, 1, 1, 1), self.sampler.timesteps[step],
                                 self.text.repeat_interleave(count, 0), acting)
        if branches == 2:
            without, given = predicted.chunk(2)
            predicted = without + self.guidance * (given - without)
        # all frames have the same noise
        noise = lambda: counter.normal(self.seed, purpose, step, 1, *latents.shape[1:])
        return self.sampler.step(latents, predicted, step, noise)


class Beside(Alone):
    """Rows that see others besides themselves, in the same branch. Keeps keys and values as they were."""

    def __init__(self, seen):
        self.seen, self.kept = seen, {}

    def attention(self, site, layer, tokens):
        q, k, v = queries_keys_values(layer, tokens)
        self.kept[site] = k, v
        others = [one.kept[site] for one in self.seen]
        return attend(layer, q, torch.cat([x for x, _ in others] + [k], 2), torch.cat([x for _, x in others] + [v], 2))


def live(edit, anchor, boundaries, inner):
    """Yields the latents of all frames, the anchor's first, before the first step and after each.

    All frames are noised alike. The anchor sees itself, a boundary the anchor and itself, every other frame the
    anchor, the boundaries and itself; an anchor that is a boundary too is both.
    """
    def noised(picture):
        return edit.sampler.noised(picture, counter.normal(edit.seed, "live.start", 0, *picture.shape), 0)

    latents = [noised(picture) for picture in [anchor, *boundaries, *inner]]
    yield latents
    for step in range(edit.steps):
        seen, following = [], []
        for number, x in enumerate(latents):
            acting = Beside(list(seen) if number > len(boundaries) else seen[:1])
            following.append(edit.advance(x, step, acting, "live.step"))
            if number <= len(boundaries):
                seen.append(acting)
        latents = following
        yield latents


def path(edit):
    """Timesteps of the inversion, ascending: through the sampler's, each gap in equal parts."""
    parts = max(1, math.floor(int(edit.case["options"].get("inversion-steps", edit.case["steps"]))
                              / edit.case["steps"] + 0.5))
    passed, before = set(), 0
    for t in reversed(edit.sampler.timesteps):
        passed |= {before + math.floor((t - before) * part / parts + 0.5) for part in range(1, parts + 1)} - {0}
        before = t
    return sorted(passed)


def inverted(edit, picture):
    """Latents at each timestep of the inversion, under the source's prompt and without guidance."""
    x, before, found = picture, -1, {}
    for t in path(edit):
        predicted = edit.network(x, t, edit.source_text, Alone())
        x = edit.sampler.inverted(x, predicted, before, t)
        found[t], before = x, t
    return found


class Source(Alone):
    """Keyframes of the source, untouched: what others take from them is kept."""

    def __init__(self):
        self.tokens, self.heads, self.results, self.added = {}, {}, {}, None

    def attention(self, site, layer, tokens):
        q, k, v = queries_keys_values(layer, tokens)
        self.tokens[site], self.heads[site] = tokens, (q, k)
        self.results[site] = attend(layer, q, k, v)
        return self.results[site]

    def residual(self, x):
        self.added = x
        return x


class Keyframes(Alone):
    """n keyframes of the edited branches, which see earlier calls and each other, or only themselves."""

    def __init__(self, source, seen, takes):
        self.source, self.seen, self.takes, self.kept, self.results = source, seen, takes, {}, {}

    def attention(self, site, layer, tokens):
        q, k, v = queries_keys_values(layer, tokens)
        count = len(self.source.tokens[site])
        branches = len(tokens) // count
        if self.takes.attention and site.startswith(TAKEN):
            q, k = (x.repeat(branches, 1, 1, 1) for x in self.source.heads[site])
        # (b n, H, S, D) -> (b, H, n S, D)
        k, v = (x.unflatten(0, (branches, count)).transpose(1, 2).flatten(2, 3) for x in (k, v))
        self.kept[site] = k, v
        others = [one.kept[site] for one in self.seen]
        keys, values = (torch.cat([x[i] for x in others] + [own], 2).repeat_interleave(count, 0)
                        for i, own in enumerate((k, v)))
        self.results[site] = attend(layer, q, keys, values)
        return self.results[site]

    def residual(self, x):
        return self.source.added.repeat(len(x) // len(self.source.added), 1, 1, 1) if self.takes.features else x



class Found(Alone):
    """Frames of the source between two keyframes: nearest tokens are found, and the source flows too."""

    def __init__(self, first, second, weights, watch):
        self.keyframes, self.weights, self.watch = (first, second), weights[:, None, None], watch
        self.at, self.added = {}, None

    def attention(self, site, layer, tokens):
        self.at[site] = [self.nearest(site, tokens, *keyframe, which) for which, keyframe in enumerate(self.keyframes)]
        return self.blended(site, [source.results[site][row] for source, row in self.keyframes])

    def nearest(self, site, tokens, source, row, which):
        """(n, S): the keyframe's token of the largest cosine."""
        a, b = (x / x.norm(dim=-1, keepdim=True) for x in (tokens.flatten(0, 1), source.tokens[site][row]))
        cosines = a @ b.T
        self.watch(site, which, cosines)
        return cosines.argmax(1).unflatten(0, tokens.shape[:2])

    def blended(self, site, results):
        """(n, S, C) of two keyframes' (S, C)."""
        first, second = (x[at] for x, at in zip(results, self.at[site]))
        return self.weights * first + (1 - self.weights) * second

    def residual(self, x):
        self.added = x
        return x


class Flow(Alone):
    """The same frames in the edited branches."""

    def __init__(self, found, first, second, takes):
        self.found, self.keyframes, self.takes = found, (first, second), takes

    def attention(self, site, layer, tokens):
        branches = len(tokens) // len(self.found.weights)
        # (b n, S, C) -> b times (S, C) of each keyframe
        of = [edited.results[site].unflatten(0, (branches, -1))[:, row] for edited, row in self.keyframes]
        return torch.cat([self.found.blended(site, [x[branch] for x in of]) for branch in range(branches)])

    def residual(self, x):
        return self.found.added.repeat(len(x) // len(self.found.added), 1, 1, 1) if self.takes.features else x


class Takes:
    """What is taken over from the source in a step: a share of the whole schedule, noisiest steps first."""

    def __init__(self, edit, step):
        options, steps = edit.case["options"], edit.case["steps"]
        skipped = steps - edit.steps
        pnp = options.get("variant", "pnp") == "pnp"
        self.features = pnp and step + skipped < int(steps * float(options.get("pnp-features", 0.8)))
        self.attention = pnp and step + skipped < int(steps * float(options.get("pnp-attention", 0.5)))


class Window:
    """A window whose frames are inverted and denoised together; yields as `live` does.

    window: as cases.py has it. pictures: latents by sequence. The order is that of the window's frames, then the
    anchor where it is none of them; of per-frame it is that of the frames that are published.
    """

    def __init__(self, edit, window, pictures):
        self.edit, self.window, self.method, self.ties = edit, window, edit.case["method"], []
        self.frames = list(window["frames"])
        if self.method == "per-frame":
            self.frames = self.frames[window["publishFrom"]:]
        elif window["anchor"] != self.frames[0]:
            self.frames.append(window["anchor"])
        self.anchor = self.frames.index(window["anchor"]) if window["anchor"] in self.frames else 0
        self.last = len(window["frames"]) - 1
        self.pictures = [pictures[frame] for frame in self.frames]
        self.sources = [inverted(edit, picture) for picture in self.pictures]

    def run(self):
        latents = [self.start(i) for i in range(len(self.frames))]
        yield latents
        for step in range(self.edit.steps):
            self.takes, self.step, self.latents, self.following = Takes(self.edit, step), step, latents, list(latents)
            self.place, self.flows = {}, 0
            {"tokenflow": self.flowing, "extended-attention": self.attending, "per-frame": self.alone}[self.method]()
            latents = self.following
            yield latents

    def start(self, i):
        if self.edit.case["options"].get("noise", "inverted") == "shared":
            picture = self.pictures[i]
            noise = counter.normal(self.edit.seed, "tokenflow.start", 0, *picture.shape)
            return self.edit.sampler.noised(picture, noise, 0)
        return self.sources[i][self.edit.sampler.timesteps[0]]

    def of_source(self, frames, acting):
        t = self.edit.sampler.timesteps[self.step]
        self.edit.network(torch.cat([self.sources[i][t] for i in frames]), t,
                          self.edit.source_text.repeat(len(frames), 1, 1), acting)
        return acting

    def advance(self, frames, acting):
        after = self.edit.advance(torch.cat([self.latents[i] for i in frames]), self.step, acting, "tokenflow.step")
        for i, x in zip(frames, after.split(1)):
            self.following[i] = x
        return acting

    def keyframes(self, frames, seen):
        """Frames of one call that attend to each other."""
        source = self.of_source(frames, Source())
        edited = self.advance(frames, Keyframes(source, seen, self.takes))
        for row, i in enumerate(frames):
            self.place[i] = (source, row), (edited, row)
        return edited

    def shared(self):
        """The anchor sees itself, a boundary the anchor and itself; each is there once. Returns their calls."""
        calls = []
        for i in dict.fromkeys([self.anchor, 0, self.last]):
            calls.append(self.keyframes([i], calls[:1]))
        return calls

    def alone(self):
        for i in range(len(self.frames)):
            self.keyframes([i], [])

    def attending(self):
        inside = self.window["keyframes"][1:-1]
        calls = self.shared()
        if inside:
            calls = calls + [self.keyframes(inside, calls)]
        for i in range(1, self.last):
            if i not in inside:
                self.keyframes([i], calls)

    def drawn(self):
        grid = self.window["keyframes"]
        if self.edit.case["options"].get("keyframes", "random") == "fixed":
            return grid
        chosen = []
        for before, own, after in zip(grid, grid[1:], grid[2:]):
            # past the middle to the keyframe before, and no further than the middle to the one after
            least = (before + own) // 2 + 1
            most = max(least, (own + after) // 2)
            chosen.append(least + counter.below(most - least + 1, self.edit.seed, "tokenflow.keyframe",
                                                self.frames[own], self.step))
        return list(dict.fromkeys([grid[0], *chosen, grid[-1]]))

    def flowing(self):
        grid = self.drawn()
        calls = self.shared()
        if len(grid) > 2:
            self.keyframes(grid[1:-1], calls)
        for before, after in zip(grid, grid[1:]):
            frames = list(range(before + 1, after))
            if frames:
                self.flow(frames, before, after)

    def flow(self, frames, before, after):
        """Each keyframe counts by how near it is, in frames of the stream."""
        from_before = torch.tensor([self.frames[i] - self.frames[before] for i in frames])
        to_after = torch.tensor([self.frames[after] - self.frames[i] for i in frames])
        weights = to_after / (from_before + to_after)
        (source_of, edited_of), (source_to, edited_to) = self.place[before], self.place[after]
        found = self.of_source(frames, Found(source_of, source_to, weights, self.watch))
        self.advance(frames, Flow(found, edited_of, edited_to, self.takes))
        self.flows += 1

    def watch(self, site, which, cosines):
        """Notes (step, flow, site, which, row, column) where the second best token is about as near."""
        if cosines.shape[1] > 1:
            best, second = cosines.topk(2, dim=1).values.T
            chosen = cosines.argmax(1)
            for row in torch.nonzero(best - second < NEAR).flatten().tolist():
                place = (self.step, self.flows, self.edit.network.sites.index(site), which)
                self.ties.append((*place, row, chosen[row].item()))
