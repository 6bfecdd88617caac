package dev.frameloom.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where and how exactly a model computes.
 *
 * @param device CPU or a GPU
 * @param precision of weights and activations
 */
public record ComputeDevice(Device device, Precision precision) {

  /** The CPU, in single precision. */
  public static final ComputeDevice CPU = new ComputeDevice(Device.cpu(), Precision.FP32);

  private static final Pattern NAME = Pattern.compile("(cpu|gpu(\\d{1,3}))(?::(fp32|fp16|bf16))?");

  /**
   * Reads {@code cpu}, {@code cpu:bf16}, {@code gpu0}, {@code gpu1:fp16}, {@code gpu1:bf16} …;
   * single precision where none is said. In half precision a CPU is slow and saves memory only; it
   * is there to try on what a GPU would give.
   *
   * @throws IllegalArgumentException where the text is none of these or the machine has no such GPU
   */
  public static ComputeDevice parse(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    Matcher matcher = matched(text, name);
    Precision precision =
        matcher.group(3) == null
            ? Precision.FP32
            : Precision.valueOf(matcher.group(3).toUpperCase(Locale.ROOT));
    if (matcher.group(2) == null) {
      return new ComputeDevice(Device.cpu(), precision);
    }
    int index = Integer.parseInt(matcher.group(2));
    int present = TorchRuntime.start().getGpuCount();
    if (index >= present) {
      throw new IllegalArgumentException(
          "device "
              + name
              + ": PyTorch sees "
              + present
              + " GPUs here. Use cpu, or run with a PyTorch built for CUDA (profile cuda)");
    }
    return new ComputeDevice(Device.gpu(index), precision);
  }

  /**
   * Checks that a text has the form of a device, without asking the machine for it.
   *
   * @throws IllegalArgumentException where it has not
   */
  public static void requireName(String text) {
    matched(text, text.strip().toLowerCase(Locale.ROOT));
  }

  private static Matcher matched(String text, String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a device as cpu, cpu:bf16, gpu0, gpu0:fp16 or gpu0:bf16, found \""
              + text
              + "\"");
    }
    return matcher;
  }

  /** The type of weights and activations. */
  public DataType dtype() {
    return precision.dtype();
  }

  /** A scope on this device without a parent; whoever asks closes it. */
  public NDManager newScope() {
    return TorchRuntime.start().newBaseManager(device);
  }
}
