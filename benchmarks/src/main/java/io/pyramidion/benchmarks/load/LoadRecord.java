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
package io.pyramidion.benchmarks.load;

/**
 * One record of a load.
 *
 * @param id the request's id, also where the record is damaged
 * @param key the record's key
 * @param value what is sent
 * @param kind what shall come of it
 */
public record LoadRecord(String id, String key, byte[] value, Kind kind) {

    /** What shall come of a record. */
    public enum Kind {
        /** One result with text. */
        GOOD,
        /** A dead letter, and one result that says why. */
        REFUSED,
        /** A dead letter only: its id cannot be read. */
        UNREADABLE
    }
}
