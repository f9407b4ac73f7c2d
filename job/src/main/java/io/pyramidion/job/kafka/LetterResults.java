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
package io.pyramidion.job.kafka;

import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.ValueFormat;
import io.pyramidion.operators.batch.FailedResult;
import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SourceRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

import java.util.Map;

/**
 * Error results of all records that {@link DecodeRequests} refuses, for a job without dead letters:
 * also of those that no result could be sent to. Their request id is empty.
 */
public final class LetterResults extends RichMapFunction<DeadLetter, ResultEnvelope> {

    private static final long serialVersionUID = 1L;

    private final ValueFormat format;
    private final String model;

    private transient FailureResults failures;

    private LetterResults(ValueFormat format, String model) {
        this.format = format;
        this.model = model;
    }

    /** Of records in the format that the options say. */
    public static LetterResults of(Settings settings) {
        return new LetterResults(
                settings.get(KafkaOptions.VALUE_FORMAT), settings.requestLimits().model());
    }

    @Override
    public void open(OpenContext context) {
        failures = new FailureResults(ValueCodecs.of(format, GenerationRequest.class), model);
    }

    @Override
    public ResultEnvelope map(DeadLetter letter) {
        SourceRecord record = new SourceRecord(letter.getOrigin(), letter.getValue());
        return failures.of(record, letter.getError(), System.currentTimeMillis())
                .orElseGet(
                        () ->
                                new ResultEnvelope(
                                        FailedResult.of(
                                                "", null, model, letter.getError(), Map.of()),
                                        letter.getOrigin()));
    }
}
