/**
 * The command line for people: {@code bin/pyramidion}. The only package that writes to standard
 * output. May import everything of the job.
 */
package io.pyramidion.cli;
