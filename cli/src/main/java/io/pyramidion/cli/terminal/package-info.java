/**
 * What a person at the terminal sees: lines that stay, lines that change, colours, failures in one
 * line. Imports nothing of the project.
 */
package io.pyramidion.cli.terminal;
