package dev.frameloom.bench.motion;

import dev.frameloom.flow.DisFlow;
import dev.frameloom.flow.FlowNetworks;
import dev.frameloom.flow.OpticalFlow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A flow that is measured.
 *
 * @param name for tables
 * @param opened makes one; whoever asks closes it
 */
record Flows(String name, Supplier<OpticalFlow> opened) {

  /** All that find motion: DIS, and the networks in folders. */
  static List<Flows> truthful(List<Path> folders, String device) {
    List<Flows> flows = new ArrayList<>();
    flows.add(new Flows("DIS", DisFlow::new));
    for (Path folder : folders) {
      flows.add(
          new Flows(folder.getFileName().toString(), () -> FlowNetworks.open(folder, device)));
    }
    return flows;
  }

  /** All kinds of networks with made-up weights: for times only. */
  static List<Flows> madeUp(String device) {
    return List.of(
        madeUp("RAFT small", "raft_small", device),
        madeUp("RAFT large", "raft_large", device),
        madeUp("GMFlow", "gmflow", device));
  }

  private static Flows madeUp(String name, String type, String device) {
    return new Flows(
        name + ", made-up weights",
        () -> MadeUpWeights.open(type, folder -> FlowNetworks.open(folder, device)));
  }
}
