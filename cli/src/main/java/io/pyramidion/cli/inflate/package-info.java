/**
 * {@code pyramidion inflate}: makes a larger model that computes the same. Imports the engine and
 * {@code terminal}.
 */
package io.pyramidion.cli.inflate;
