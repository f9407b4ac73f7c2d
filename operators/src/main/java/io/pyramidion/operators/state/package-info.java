/**
 * Keyed state of the head operator, one class per state. Every method takes the key it works on.
 * Imports {@code schemas} and {@code settings} only.
 */
package io.pyramidion.operators.state;
