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
package io.pyramidion.engine.tokenizer;

/**
 * Text of one growing token sequence, in pieces that are never taken back. The pieces together are
 * the text of the whole sequence. Special tokens add nothing.
 */
public interface IncrementalDecoder {

    /** The characters that this token completes; often empty, never part of a character. */
    String append(int tokenId);

    /** What is left at the end, such as the start of a character that never got complete. */
    String finish();
}
