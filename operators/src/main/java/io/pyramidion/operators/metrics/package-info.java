/** The chain's Flink metrics and their names. Imports the engine, and the classes of requests. */
package io.pyramidion.operators.metrics;
