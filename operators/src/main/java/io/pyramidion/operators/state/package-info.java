/**
 * Keyed state of the draft operator, one class per state. Every method takes the key it works on.
 * Imports schemas only.
 */
package io.pyramidion.operators.state;
