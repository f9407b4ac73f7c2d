/**
 * {@code pyramidion generate}: the engine alone, without Flink or Kafka. Imports the engine and the
 * schemas, no other package of the command line.
 */
package io.pyramidion.cli.generate;
