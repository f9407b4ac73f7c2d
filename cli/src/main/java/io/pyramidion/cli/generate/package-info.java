/**
 * {@code pyramidion generate}: the engine alone, without Flink or Kafka. Imports {@code answers}
 * and {@code terminal}, the engine and the schemas.
 */
package io.pyramidion.cli.generate;
