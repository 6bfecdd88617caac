package dev.frameloom.weights.pickle;

import java.util.function.Function;

/**
 * What a file holds.
 *
 * @param value that was saved
 * @param places of storages in the file; fails with {@link IllegalArgumentException} where one is
 *     not there or of another size
 */
record Saved(PickleValue value, Function<PickleValue.Storage, Span> places) {}
