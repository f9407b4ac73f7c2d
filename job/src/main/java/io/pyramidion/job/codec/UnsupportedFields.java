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

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.schemas.GenerationRequest;

/**
 * Refuses the fields that the schema declares and the job cannot serve yet, so that none of them is
 * ever ignored in silence. Values that change nothing pass.
 */
final class UnsupportedFields {

    private UnsupportedFields() {}

    /**
     * Checks one request.
     *
     * @throws InvalidRequestException naming the first field that is not supported yet
     */
    static void check(GenerationRequest request) {
        refuseUnless(request.getN() == null ? 1 : request.getN(), 1, "n");
    }

    private static void refuseUnless(int value, int neutral, String field) {
        refuseIf(value != neutral, field + " " + value, field, "only " + neutral);
    }

    private static void refuseIf(boolean given, String what, String field, String allowed) {
        if (given) {
            throw new InvalidRequestException(
                    field, what + " is not supported yet; allowed: " + allowed);
        }
    }
}
