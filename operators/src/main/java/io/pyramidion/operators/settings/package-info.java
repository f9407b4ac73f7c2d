/**
 * What a job tells its chain: serializable values, checked when they are made, and beside them the
 * options that fill them, each declared once with its limit. Imports Flink's configuration classes
 * and the engine's enums.
 */
package io.pyramidion.operators.settings;
