package dev.frameloom.edit.live;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.frameloom.unet.AttentionProcessor;
import dev.frameloom.unet.AttentionSite;
import java.util.List;
import java.util.function.Function;

/**
 * Self attention over more than the own frame: the keys and values of other frames come first, the
 * own ones last, and the softmax runs over all of them. Cross attention is left alone.
 *
 * <p>The others were kept from calls of G rows, one for each branch of the guidance. A call of B
 * rows, a multiple of G, has B / G frames in each branch, branch after branch, so that row r sees
 * row r / (B / G) of the others.
 *
 * @param others frames that are seen besides the own one, in order
 * @param next what computes the attention
 */
record ExtendedAttention(List<KeyValues> others, AttentionProcessor next)
    implements AttentionProcessor {

  ExtendedAttention {
    others = List.copyOf(others);
  }

  @Override
  public NDArray attend(AttentionSite site, NDArray q, NDArray k, NDArray v) {
    if (site.kind() != AttentionSite.Kind.SELF || others.isEmpty()) {
      return next.attend(site, q, k, v);
    }
    NDArray keys = extended(site, q, k, KeyValues.Pair::keys);
    NDArray values = extended(site, q, v, KeyValues.Pair::values);
    return next.attend(site, q, keys, values);
  }

  /** n × (G, H, T, D) and (B, H, S, D) -> (B, H, n·T + S, D), in the layer's scope. */
  private NDArray extended(
      AttentionSite site, NDArray q, NDArray own, Function<KeyValues.Pair, NDArray> part) {
    NDManager layer = q.getManager();
    long rows = own.getShape().get(0);
    NDList all = new NDList();
    for (KeyValues other : others) {
      NDArray kept = part.apply(other.at(site.path()));
      long branches = kept.getShape().get(0);
      if (rows % branches != 0) {
        throw new IllegalStateException(
            "rows of " + site + " are no multiple of the " + branches + " that were kept");
      }
      // (G, H, T, D) -> (B, H, T, D)
      all.add(rows == branches ? kept : inScope(layer, kept.repeat(0, rows / branches)));
    }
    all.add(own);
    return inScope(layer, NDArrays.concat(all, 2));
  }

  /** What NDArray operations make belongs to their first argument's scope, here that of a step. */
  private static NDArray inScope(NDManager scope, NDArray array) {
    array.attach(scope);
    return array;
  }
}
