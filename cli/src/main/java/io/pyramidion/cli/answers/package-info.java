/**
 * How results and texts that stream look on a terminal. Imports {@code terminal} and the schemas.
 */
package io.pyramidion.cli.answers;
