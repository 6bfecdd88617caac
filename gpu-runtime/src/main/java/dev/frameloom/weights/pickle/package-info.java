/**
 * Files that PyTorch's {@code torch.save} writes, read for their tensors alone. A pickle is a
 * program; here it is run by a machine that knows plain values and tensors and nothing else, so
 * that no file can do anything. Read {@link dev.frameloom.weights.pickle.TorchCheckpoint} and
 * {@link dev.frameloom.weights.pickle.PickleMachine} first.
 */
package dev.frameloom.weights.pickle;
