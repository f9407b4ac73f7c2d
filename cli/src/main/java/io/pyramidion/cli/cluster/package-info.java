/**
 * {@code pyramidion run} and {@code pyramidion cluster}: where a job runs. Imports the job, the
 * local cluster and {@code terminal}.
 */
package io.pyramidion.cli.cluster;
