/*
 * Copyright 2026 the Pyramidion authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.pyramidion.engine.decoder;

/**
 * Logits that models left behind while proposing, row after row, for a verifier to compare its own
 * with. They stay where the decoder keeps them. Owned by whoever asked {@link Decoder#ledger} for
 * it, used by one thread at a time; close it to free the memory.
 */
public interface Ledger extends AutoCloseable {

    /** Rows so far; the next one kept gets this number. */
    int rows();

    @Override
    void close();
}
