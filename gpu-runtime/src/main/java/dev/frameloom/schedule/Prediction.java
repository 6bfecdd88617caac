package dev.frameloom.schedule;

/**
 * What a model predicts. a = ᾱ where the latents x are: x = √a · picture + √(1−a) · noise.
 *
 * <p>Salimans and Ho, Progressive Distillation for Fast Sampling of Diffusion Models, appendix D.
 */
public enum Prediction {

  /** The noise, ε. */
  EPSILON {
    @Override
    Mix picture(double a) {
      // x0 = (x − √(1−a)·ε)/√a
      return Mix.of(1 / Math.sqrt(a), -Math.sqrt(1 - a) / Math.sqrt(a));
    }

    @Override
    Mix noise(double a) {
      return Mix.of(0, 1);
    }
  },

  /** The velocity, v = √a · noise − √(1−a) · picture. */
  VELOCITY {
    @Override
    Mix picture(double a) {
      return Mix.of(Math.sqrt(a), -Math.sqrt(1 - a));
    }

    @Override
    Mix noise(double a) {
      return Mix.of(Math.sqrt(1 - a), Math.sqrt(a));
    }
  };

  /** The picture in latents at a. */
  abstract Mix picture(double a);

  /** The noise in latents at a. */
  abstract Mix noise(double a);
}
