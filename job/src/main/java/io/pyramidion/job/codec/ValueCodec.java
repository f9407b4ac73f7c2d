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
package io.pyramidion.job.codec;

import java.util.Map;
import java.util.Optional;

/**
 * Writes records of one type as bytes and reads them back. Thread-safe.
 *
 * @param <T> the record type
 */
public interface ValueCodec<T> {

    /** The record's bytes; {@link #decode} gives an equal record back. */
    byte[] encode(T datum);

    /**
     * Reads exactly one record.
     *
     * @throws DecodeException if the bytes are anything else; no input makes it throw another
     *     exception, or allocate memory out of proportion to its own size
     */
    T decode(byte[] bytes);

    /** The text of a field of the record itself, as far as it can be read from damaged bytes. */
    Optional<String> salvage(byte[] bytes, String field);

    /**
     * The texts of a map of the record itself; empty unless the whole map can be read from damaged
     * bytes.
     */
    Map<String, String> salvageMap(byte[] bytes, String field);

    /**
     * Whether a field of the record itself says yes, as far as it can be read from damaged bytes.
     */
    boolean says(byte[] bytes, String field);
}
