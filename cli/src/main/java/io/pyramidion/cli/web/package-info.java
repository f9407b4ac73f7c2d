/**
 * The page to watch: a server on loopback, its page, and what flows to it. Imports {@code kafka},
 * {@code metrics} and {@code terminal}; of the JDK, its HTTP server.
 */
package io.pyramidion.cli.web;
