/**
 * Keyed state of the head operator, one class per state, which takes a key in every method, and
 * what stays of a session when its oldest messages go. Imports {@code schemas} and {@code settings}
 * only.
 */
package io.pyramidion.operators.state;
