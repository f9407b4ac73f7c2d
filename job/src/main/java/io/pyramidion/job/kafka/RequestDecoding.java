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

import io.pyramidion.job.codec.RequestLimits;
import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.operators.settings.EngineOptions;
import io.pyramidion.operators.settings.ModelOptions;
import io.pyramidion.operators.settings.SpeculationSettings;

import java.util.ArrayList;
import java.util.List;

/** The decoding function as the options have it. */
public final class RequestDecoding {

    private RequestDecoding() {}

    public static DecodeRequests of(Settings settings) {
        return new DecodeRequests(
                settings.get(KafkaOptions.VALUE_FORMAT),
                new RecordLimits(settings.get(KafkaOptions.MAX_RECORD_BYTES).getBytes()),
                limits(settings),
                new ReplyTo(settings.get(KafkaOptions.REPLY_TOPICS)));
    }

    private static RequestLimits limits(Settings settings) {
        List<String> speculators = new ArrayList<>();
        settings.find(ModelOptions.DRAFT).ifPresent(directory -> speculators.add("draft"));
        settings.find(ModelOptions.QUALIFIER).ifPresent(directory -> speculators.add("qualifier"));
        return new RequestLimits(
                settings.get(ModelOptions.NAME),
                speculators,
                SpeculationSettings.of(settings.options()),
                settings.get(EngineOptions.DEFAULT_MAX_TOKENS));
    }
}
