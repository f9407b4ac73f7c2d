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
package io.pyramidion.job.files;

import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationRequest;

/** What a row turned out to be. Its columns are what its answer repeats; empty if it has none. */
sealed interface MappedRow {

    /** The id of the row's request. */
    String id();

    /** In the form of the row's format. */
    byte[] columns();

    /** A row that asks for something. */
    record Asked(String id, byte[] columns, GenerationRequest request) implements MappedRow {}

    /** A row that is no request. */
    record Refused(String id, byte[] columns, ErrorDetail error) implements MappedRow {}
}
