/** Flink operators that generate. This package holds what every other one may import: names. */
package io.pyramidion.operators;
