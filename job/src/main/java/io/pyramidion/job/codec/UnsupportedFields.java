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
        refuseIf(request.getSlo() != null, "slo", "leave it out");
        refuseUnless(request.getN() == null ? 1 : request.getN(), 1, "n");
        refuseUnless(orNeutral(request.getPresencePenalty(), 0), 0, "presence_penalty");
        refuseUnless(orNeutral(request.getFrequencyPenalty(), 0), 0, "frequency_penalty");
        refuseUnless(orNeutral(request.getRepetitionPenalty(), 1), 1, "repetition_penalty");
        refuseIf(request.getLogitBias() != null, "logit_bias", "leave it out");
        refuseIf(request.getAllowedTokenIds() != null, "allowed_token_ids", "leave it out");
        refuseIf(request.getBadWords() != null, "bad_words", "leave it out");
        refuseIf(request.getLogprobs() != null, "logprobs", "leave it out");
    }

    private static double orNeutral(Double value, double neutral) {
        return value == null ? neutral : value;
    }

    private static void refuseUnless(double value, double neutral, String field) {
        refuseIf(value != neutral, field + " " + number(value), field, "only " + number(neutral));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < Integer.MAX_VALUE
                ? Integer.toString((int) value)
                : Double.toString(value);
    }

    private static void refuseIf(boolean given, String field, String allowed) {
        refuseIf(given, field, field, allowed);
    }

    private static void refuseIf(boolean given, String what, String field, String allowed) {
        if (given) {
            throw new InvalidRequestException(
                    field, what + " is not supported yet; allowed: " + allowed);
        }
    }
}
