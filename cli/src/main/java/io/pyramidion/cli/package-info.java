/**
 * The command line for people, {@code bin/pyramidion}: the main class, which knows every command.
 * No other package of the command line imports this one.
 */
package io.pyramidion.cli;
