/**
 * {@code pyramidion demo}: a broker and the job on this machine, prompts, and a verdict on what
 * came of them. Imports {@code kafka}, {@code answers}, {@code terminal} and the local cluster.
 */
package io.pyramidion.cli.demo;
