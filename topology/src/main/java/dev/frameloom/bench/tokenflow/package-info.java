/**
 * TokenFlow and the methods that it is measured against, on windows as a stream has them: {@code
 * bench tokenflow}. Read {@link dev.frameloom.bench.tokenflow.Variants} (what is edited how) first,
 * then {@link dev.frameloom.bench.tokenflow.Cut} (windows) and {@link
 * dev.frameloom.bench.tokenflow.TokenFlowBench}, which lists the parts.
 */
package dev.frameloom.bench.tokenflow;
