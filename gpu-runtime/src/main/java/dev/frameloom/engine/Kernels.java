package dev.frameloom.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Calls the methods of {@code kernels/*.torchscript}. The module holds no weights, so one serves
 * all models, devices and threads of the process and lives as long as it.
 *
 * <p>Results are attached to the scope given, whatever the arguments belong to: weights of a model
 * don't collect garbage in it.
 */
public final class Kernels {

  /** Files of methods, by what they are for. */
  static final List<String> AREAS =
      List.of(
          "tensors",
          "linear",
          "convolution",
          "bands",
          "transformer",
          "time",
          "text",
          "vae",
          "lora",
          "schedule",
          "control",
          "sample",
          "flow",
          "gmflow",
          "raft",
          "clip",
          "lpips",
          "patch",
          "tokenflow");

  private static final PtSymbolBlock MODULE = load();

  /**
   * PyTorch's graph optimizer profiles the first calls and rewrites later ones, which may round
   * differently: off, so that equal calls give equal bytes. The switch is each thread's own.
   */
  private static final ThreadLocal<Boolean> PLAIN_EXECUTION =
      ThreadLocal.withInitial(
          () -> {
            JniUtils.setGraphExecutorOptimize(false);
            return true;
          });

  /** Who sees this thread's calls; nobody in general. */
  private static final ThreadLocal<Optional<KernelObserver>> OBSERVER =
      ThreadLocal.withInitial(Optional::empty);

  private Kernels() {}

  /** Runs something, with all kernels that this thread calls meanwhile seen. */
  public static void observe(KernelObserver observer, Runnable work) {
    OBSERVER.set(Optional.of(observer));
    try {
      work.run();
    } finally {
      OBSERVER.remove();
    }
  }

  /**
   * Calls a kernel that returns one tensor.
   *
   * @param scope what the result is attached to
   * @param kernel name of the method
   * @param arguments {@link NDArray}, {@link TensorList}, {@code Integer}, {@code Double} or {@code
   *     Boolean}, as the method takes them
   */
  public static NDArray call(NDManager scope, String kernel, Object... arguments) {
    try (IValue result = run(kernel, arguments)) {
      NDArray tensor = result.toTensor((PtNDManager) scope);
      tell(kernel, arguments, List.of(tensor));
      return tensor;
    }
  }

  /** Calls a kernel that returns a tuple of tensors; otherwise as {@link #call}. */
  public static List<NDArray> callTuple(NDManager scope, String kernel, Object... arguments) {
    try (IValue result = run(kernel, arguments)) {
      List<NDArray> tensors = List.copyOf(result.toNDList((PtNDManager) scope));
      tell(kernel, arguments, tensors);
      return tensors;
    }
  }

  private static void tell(String kernel, Object[] arguments, List<NDArray> results) {
    Optional<KernelObserver> observer = OBSERVER.get();
    if (observer.isEmpty()) {
      return;
    }
    OBSERVER.set(Optional.empty());
    try {
      observer.get().called(kernel, List.of(arguments), results);
    } finally {
      OBSERVER.set(observer);
    }
  }

  private static IValue run(String kernel, Object... arguments) {
    if (!PLAIN_EXECUTION.get()) {
      throw new IllegalStateException("graph optimizer is on");
    }
    IValue[] values = new IValue[arguments.length];
    try {
      for (int i = 0; i < arguments.length; i++) {
        values[i] = value(arguments[i]);
      }
      return IValueUtils.runMethod(MODULE, kernel, values);
    } finally {
      for (int i = 0; i < arguments.length; i++) {
        if (values[i] != null && !(arguments[i] instanceof TensorList)) {
          values[i].close();
        }
      }
    }
  }

  private static IValue value(Object argument) {
    if (argument instanceof PtNDArray array) {
      return IValue.from(array);
    }
    if (argument instanceof TensorList list) {
      return list.value();
    }
    if (argument instanceof Integer number) {
      return IValue.from(number.longValue());
    }
    if (argument instanceof Double number) {
      return IValue.from(number);
    }
    if (argument instanceof Boolean truth) {
      return IValue.from(truth);
    }
    throw new IllegalArgumentException("no kernel takes a " + argument.getClass().getName());
  }

  private static PtSymbolBlock load() {
    NDManager owner = ComputeDevice.CPU.newScope();
    try {
      return load(owner, "linear");
    } catch (EngineException e) {
      // the only way to learn that PyTorch was built without oneDNN, as on macOS
      return load(owner, "linear_plain");
    }
  }

  private static PtSymbolBlock load(NDManager owner, String linear) {
    StringBuilder source = new StringBuilder(read("module"));
    for (String area : AREAS) {
      source.append('\n').append(read(area.equals("linear") ? linear : area));
    }
    byte[] archive = ScriptArchive.pack("Kernels", source.toString());
    try {
      return JniUtils.loadModule(
          (PtNDManager) owner, new ByteArrayInputStream(archive), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException("the kernels can't be loaded", e);
    }
  }

  private static String read(String area) {
    String name = "kernels/" + area + ".torchscript";
    try (InputStream in = Kernels.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " can't be read", e);
    }
  }
}
