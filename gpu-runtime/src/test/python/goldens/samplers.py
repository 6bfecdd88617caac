"""DDIM both ways and LCM, from the formulas of their papers; timesteps are as diffusers spreads them."""

from diffusers import DDIMScheduler, LCMScheduler


class Sampler:
    """The last steps of a schedule, numbered from 0.

    kind: ddim or lcm. config: of the model's scheduler. run: how many steps are left.
    """

    def __init__(self, kind, config, steps, run):
        scheduler = (LCMScheduler if kind == "lcm" else DDIMScheduler).from_config(config)
        scheduler.set_timesteps(steps)
        every = scheduler.timesteps.tolist()
        self.kind, self.scheduler, self.velocity = kind, scheduler, config["prediction_type"] == "v_prediction"
        self.timesteps = every[len(every) - run:]
        # where a step leads: DDIM goes by equal strides, LCM to its next timestep
        stride = scheduler.config.num_train_timesteps // steps
        self.later = [t - stride for t in self.timesteps] if kind == "ddim" else self.timesteps[1:] + [-1]

    def alpha(self, t):
        """Share of the picture in latents at t; below the first timestep what the schedule ends with."""
        return float(self.scheduler.final_alpha_cumprod if t < 0 else self.scheduler.alphas_cumprod[t])

    def parts(self, x, predicted, a):
        """Picture and noise."""
        if self.velocity:
            return a ** 0.5 * x - (1 - a) ** 0.5 * predicted, a ** 0.5 * predicted + (1 - a) ** 0.5 * x
        return (x - (1 - a) ** 0.5 * predicted) / a ** 0.5, predicted

    def noised(self, picture, noise, step):
        a = self.alpha(self.timesteps[step])
        return a ** 0.5 * picture + (1 - a) ** 0.5 * noise

    def step(self, x, predicted, step, noise):
        """noise: a function that gives the step's, asked for where there is any."""
        t, later = self.timesteps[step], self.later[step]
        picture, direction = self.parts(x, predicted, self.alpha(t))
        a = self.alpha(later)
        if self.kind == "ddim":
            return a ** 0.5 * picture + (1 - a) ** 0.5 * direction
        skip, out = self.scheduler.get_scalings_for_boundary_condition_discrete(t)
        picture = skip * x + out * picture
        if step == len(self.timesteps) - 1:
            return picture
        return a ** 0.5 * picture + (1 - a) ** 0.5 * noise()

    def inverted(self, x, predicted, before, t):
        """DDIM from one timestep up to another, at which the network was asked."""
        picture, noise = self.parts(x, predicted, self.alpha(before))
        a = self.alpha(t)
        return a ** 0.5 * picture + (1 - a) ** 0.5 * noise
