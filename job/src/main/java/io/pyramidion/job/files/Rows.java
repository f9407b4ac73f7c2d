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

import java.io.Closeable;
import java.io.IOException;

/** The rows of one file, from the first on. Used by one thread; whoever opened it closes it. */
interface Rows extends Closeable {

    /**
     * Goes on to the next row.
     *
     * @return whether there is one
     */
    boolean next() throws IOException;

    /** The row, in the form of its format. */
    byte[] row();

    /** What people call the row: the number of its line, from 1. */
    long line();
}
