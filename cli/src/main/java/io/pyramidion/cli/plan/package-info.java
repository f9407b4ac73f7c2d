/**
 * {@code pyramidion plan}: how many task managers a load needs. Imports the simulation and {@code
 * terminal}.
 */
package io.pyramidion.cli.plan;
