/**
 * What runs beside the job on one machine: a Kafka broker, a Flink cluster of several JVMs, and the
 * files of this installation that they need. May import Flink and Kafka clients, never {@code cli}.
 */
package io.pyramidion.job.local;
