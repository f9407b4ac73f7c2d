/**
 * A client of a running job: sends requests, follows results, deltas and dead letters. Imports the
 * job's options and codecs, and {@code terminal} for failures.
 */
package io.pyramidion.cli.kafka;
