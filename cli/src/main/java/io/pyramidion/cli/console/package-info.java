/**
 * {@code pyramidion send} and {@code pyramidion tail}: a job's topics by hand. Imports {@code
 * kafka}, {@code answers} and {@code terminal}.
 */
package io.pyramidion.cli.console;
