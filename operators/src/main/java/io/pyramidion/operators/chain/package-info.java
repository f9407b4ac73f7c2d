/**
 * The operator chain head, draft, qualify, verify and what flows through it. Start at {@link
 * io.pyramidion.operators.chain.GenerationChain}.
 */
package io.pyramidion.operators.chain;
