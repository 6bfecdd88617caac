package dev.frameloom.edit;

import dev.frameloom.control.ControlNet;
import dev.frameloom.edit.live.LiveMethod;
import dev.frameloom.edit.live.LiveOptions;
import dev.frameloom.edit.tokenflow.TokenFlowMethod;
import dev.frameloom.edit.tokenflow.TokenFlowOptions;
import dev.frameloom.schedule.Sampler;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** The methods there are: the one place to add another. */
public enum RegisteredMethod {
  /** Gives the source back; for measuring everything around the editing. Needs no model. */
  NONE,
  /** Few steps on keyframes that attend to each other, optical flow between them. */
  LIVE,
  /** Inverted frames, denoised with tokens that flow from keyframes. */
  TOKENFLOW,
  /** The same with attention to keyframes, and nothing that flows. */
  EXTENDED_ATTENTION,
  /** The same frame by frame. */
  PER_FRAME;

  /** The name that edits use. */
  public String id() {
    return MethodOptions.nameOf(this);
  }

  /** What it is used with where nobody says otherwise. */
  public MethodDefaults defaults() {
    return switch (this) {
      case NONE, LIVE -> new MethodDefaults(10, 0.4, 5, 4, 3);
      case TOKENFLOW, EXTENDED_ATTENTION, PER_FRAME -> new MethodDefaults(50, 1, 7.5, 8, 3);
    };
  }

  /**
   * Refuses options of the edit that the method does not know, or with values that do not fit.
   *
   * @throws EditException that says which
   */
  public void check(EditParameters parameters) {
    switch (this) {
      case NONE -> new MethodOptions(parameters).requireAllKnown();
      case LIVE -> LiveOptions.of(parameters);
      case TOKENFLOW, EXTENDED_ATTENTION, PER_FRAME -> TokenFlowOptions.of(parameters);
    }
  }

  /**
   * Refuses prompts that ask for what is not built.
   *
   * @throws EditException that quotes it, and says what to write
   */
  public void checkPrompts(EditParameters parameters) {
    if (this != NONE) { // which reads no prompt
      EditPrompts unused = EditPrompts.of(parameters);
    }
  }

  /**
   * Loads what an edit needs besides its model, which has been asked for.
   *
   * @throws EditException where it can't be loaded
   */
  void load(EditParameters parameters, ModelSource models) {
    switch (this) {
      case NONE -> {}
      case LIVE -> {
        // refused before the first window, where the sampler and its steps or sigmas don't fit
        Sampler unused =
            LiveOptions.of(parameters)
                .sampler(models.model(parameters.model()).schedule(), parameters.steps());
      }
      case TOKENFLOW, EXTENDED_ATTENTION, PER_FRAME -> {
        String control = TokenFlowOptions.of(parameters).control();
        if (!control.isEmpty()) {
          ControlNet unused = models.control(control);
        }
      }
    }
  }

  /**
   * Whether an edit takes a clip as one window, scene cuts and all.
   *
   * @param options of the edit
   */
  public boolean takesWholeClips(Map<String, String> options) {
    return switch (this) {
      case TOKENFLOW -> TokenFlowOptions.takesWholeClips(options);
      case NONE, LIVE, EXTENDED_ATTENTION, PER_FRAME -> false;
    };
  }

  /** The method whose object serves this one, too: those that work alike keep things once. */
  RegisteredMethod host() {
    return switch (this) {
      case NONE, LIVE -> this;
      case TOKENFLOW, EXTENDED_ATTENTION, PER_FRAME -> TOKENFLOW;
    };
  }

  /** A new object of the method, which the caller closes. */
  public EditMethod create() {
    return switch (this) {
      case NONE -> new IdentityMethod();
      case LIVE -> new LiveMethod();
      case TOKENFLOW, EXTENDED_ATTENTION, PER_FRAME -> new TokenFlowMethod();
    };
  }

  /**
   * A method by its name.
   *
   * @throws EditException if there is none; the message lists those there are
   */
  public static RegisteredMethod byId(String id) {
    return Arrays.stream(values())
        .filter(method -> method.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new EditException("no method '" + id + "'; there are: " + ids()));
  }

  /** The names of all methods, for messages. */
  public static String ids() {
    return Arrays.stream(values()).map(RegisteredMethod::id).collect(Collectors.joining(", "));
  }
}
