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
 * Keys and values of one model for a fixed number of sequences, allocated once by its {@link
 * Decoder}. A slot holds one sequence; rolling back is the owner's matter of remembering a shorter
 * length. Owned by one subtask and used by one thread at a time; close it to free the memory.
 */
public interface KvCache extends AutoCloseable {

    int slots();

    @Override
    void close();
}
