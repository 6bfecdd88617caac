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
 * @param dtype of weights and activations: FLOAT32, or FLOAT16 on a GPU
 */
public record ComputeDevice(Device device, DataType dtype) {

  /** The CPU, in single precision. */
  public static final ComputeDevice CPU = new ComputeDevice(Device.cpu(), DataType.FLOAT32);

  private static final Pattern GPU = Pattern.compile("gpu(\\d{1,3})(:fp16|:fp32)?");

  public ComputeDevice {
    if (dtype != DataType.FLOAT32 && (dtype != DataType.FLOAT16 || !device.isGpu())) {
      throw new IllegalArgumentException(
          "expected FLOAT32, or FLOAT16 on a GPU, found " + dtype + " on " + device);
    }
  }

  /**
   * Reads {@code cpu}, {@code gpu0}, {@code gpu1:fp16} … (single precision where none is said).
   *
   * @throws IllegalArgumentException where the text is none of these or the machine has no such GPU
   */
  public static ComputeDevice parse(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    if (name.equals("cpu")) {
      return CPU;
    }
    Matcher matcher = GPU.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a device as cpu, gpu0 or gpu0:fp16, found \"" + text + "\"");
    }
    int index = Integer.parseInt(matcher.group(1));
    int present = TorchRuntime.start().getGpuCount();
    if (index >= present) {
      throw new IllegalArgumentException(
          "device "
              + name
              + ": PyTorch sees "
              + present
              + " GPUs here. Use cpu, or run with a PyTorch built for CUDA (profile cuda)");
    }
    boolean half = ":fp16".equals(matcher.group(2));
    return new ComputeDevice(Device.gpu(index), half ? DataType.FLOAT16 : DataType.FLOAT32);
  }

  /** A scope on this device without a parent; whoever asks closes it. */
  public NDManager newScope() {
    return TorchRuntime.start().newBaseManager(device);
  }
}
