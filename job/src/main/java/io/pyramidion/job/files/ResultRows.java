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

import io.pyramidion.schemas.ResultEnvelope;

import java.io.IOException;
import java.util.List;

/** Writes results as the rows of one format. Used by one thread. */
interface ResultRows {

    /** The result as a row. */
    byte[] row(ResultEnvelope result);

    /**
     * What is appended to a file for some rows.
     *
     * @param first whether the file is empty so far
     */
    byte[] chunk(String path, boolean first, List<byte[]> rows) throws IOException;
}
