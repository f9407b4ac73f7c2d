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
package io.pyramidion.sql.model;

/** A row that cannot be answered, of a model that has no column to say so. */
final class RowFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RowFailedException(String model, String error) {
        super(
                error
                        + " (model "
                        + model
                        + "; with a column error STRING in its OUTPUT, the row would have this error"
                        + " and the statement would go on)");
    }
}
