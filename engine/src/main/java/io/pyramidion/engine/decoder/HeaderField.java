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
 * The first integers of an encoded batch, in their order. Names and ordinals are the constants of
 * {@code decoder.py}, which says what each means; a test compares them.
 */
enum HeaderField {
    ROWS,
    WIDTH,
    OUTPUTS,
    SPAN,
    FIRST_SLOT,
    SAMPLED,
    MAX_TOP_K,
    TOP_P,
    MIN_P,
    BANS,
    KEPT,
    PAIRS,
    MEASURES,
    ALLOWED,
    EDITS,
    SCORED,
    TOP,
    MEASURED,
    MISSING;

    /** Integers of the header. */
    static final int COUNT = values().length;
}
