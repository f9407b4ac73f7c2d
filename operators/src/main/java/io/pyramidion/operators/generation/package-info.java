/**
 * A request's way through a subtask, without Flink's operator lifecycle: admission, the running
 * batch, its results. Imports {@code settings}, {@code state}, {@code metrics} and the engine.
 */
package io.pyramidion.operators.generation;
