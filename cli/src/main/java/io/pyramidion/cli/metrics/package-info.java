/**
 * What a running job tells of itself, read from Flink's REST interface. Imports the metrics' names,
 * {@code answers} and {@code terminal}.
 */
package io.pyramidion.cli.metrics;
