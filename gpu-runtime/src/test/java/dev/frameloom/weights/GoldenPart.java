package dev.frameloom.weights;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.frameloom.engine.ComputeDevice;
import dev.frameloom.unet.UNet;
import dev.frameloom.unet.UNetConfig;
import java.nio.file.Path;

/** A UNet of the golden data by itself. */
public final class GoldenPart implements AutoCloseable {

  private final NDManager owner = ComputeDevice.CPU.newScope();
  private final UNet unet;

  private GoldenPart(Path folder) {
    Path file = folder.resolve("config.json");
    UNetConfig config = UNetConfig.read(new ConfigReader(file.toString(), JsonFile.read(file)));
    try (WeightFiles files = WeightFiles.open(folder, "diffusion_pytorch_model")) {
      unet = new UNet(config, new Weights(files, owner, DataType.FLOAT32));
    }
    owner.cap();
  }

  /** Loads a part's folder, with {@code config.json} in it. */
  public static GoldenPart open(Path folder) {
    return new GoldenPart(folder);
  }

  public UNet unet() {
    return unet;
  }

  public NDManager newScope() {
    return owner.newSubManager();
  }

  @Override
  public void close() {
    owner.close();
  }
}
