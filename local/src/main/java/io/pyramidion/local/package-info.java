/**
 * What runs beside the job on one machine: a Kafka broker, a Flink cluster of several JVMs, and the
 * files of this installation that they need. May import Flink, its REST client and Kafka clients,
 * never the job.
 */
package io.pyramidion.local;
