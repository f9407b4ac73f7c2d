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

import io.pyramidion.engine.ShownText;

/**
 * Bytes that are no record of the expected kind. The message names the field, the value found and
 * what is allowed.
 */
public final class DecodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    DecodeException(String field, String message) {
        super(ShownText.line(message));
        this.field = ShownText.line(field);
    }

    DecodeException(String field, String message, Throwable cause) {
        super(ShownText.line(message), cause);
        this.field = ShownText.line(field);
    }

    /** Path of the field at fault, as in {@code messages[1].role}; empty if it is the whole. */
    public String field() {
        return field;
    }
}
