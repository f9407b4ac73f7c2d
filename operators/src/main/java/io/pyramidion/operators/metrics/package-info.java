/** The chain's Flink metrics and their names. Imports the engine only. */
package io.pyramidion.operators.metrics;
