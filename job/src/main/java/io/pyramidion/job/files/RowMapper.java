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

import java.util.List;
import java.util.Optional;

/** Turns the rows of one format into requests. No row makes it throw. Used by one thread. */
interface RowMapper {

    /** A row may hold so many bytes. */
    int LONGEST_ROW = 16 << 20;

    String DECODE = "decode";
    String VALIDATE = "validate";

    /** The id that the row gives itself, as far as it can be read. */
    Optional<String> id(byte[] row);

    /** Names of the row's columns, as far as they can be read; none if all rows have the same. */
    default List<String> names(byte[] row) {
        return List.of();
    }

    /**
     * Reads a row.
     *
     * @param place what the request is called if the row does not say: file and line
     */
    MappedRow map(byte[] row, String place);

    /** A row whose id an earlier one has. */
    MappedRow repeated(byte[] row, String place);
}
