package dev.xorca.server.demo;

/**
 * What came of a demonstration.
 *
 * @param started orchestrations
 * @param completed how many of them completed
 * @param failed how many of them failed, as some of them must
 * @param events CloudEvents that were seen
 * @param asExpected whether each ended as it must
 */
public record DemoResult(int started, int completed, int failed, int events, boolean asExpected) {}
