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

import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.job.options.FileFormat;
import io.pyramidion.operators.request.RequestLimits;
import io.pyramidion.operators.settings.SpeculationSettings;
import io.pyramidion.operators.settings.TracingSettings;
import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.SourceRecord;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class DecodeRowsTest {

    @ParameterizedTest
    @CsvSource({"true,in.jsonl:7", "false,c-1"})
    void aRequestOfABatchFileGoesByItsPlaceWhereItsAnswerRepeatsItsCustomId(
            boolean answersInFiles, String id) throws Exception {
        InputFile file = new InputFile("file:/in.jsonl", "in.jsonl", 9, 0, 9);
        Inputs inputs = new Inputs(FileFormat.OPENAI, "", List.of(file), Map.of(), List.of());
        DecodeRows decode =
                new DecodeRows(
                        inputs,
                        new Columns("prompt", "messages", "request_id", "session_id", ""),
                        "{}",
                        Instant.MAX,
                        answersInFiles,
                        new RequestLimits(
                                "tales",
                                Set.of(ModelRole.DRAFT),
                                SpeculationSettings.lossless(SpeculationMode.EXACT, 4, 8),
                                256),
                        TracingSettings.OFF);
        String row =
                "{\"custom_id\":\"c-1\",\"method\":\"POST\",\"url\":\"/v1/completions\",\"body\":{\"prompt\":\"a\"}}";
        Origin place =
                new Origin(0L, null, List.of(), new FilePosition("file:/in.jsonl", 6L, 7L, null));

        OneInputStreamOperatorTestHarness<SourceRecord, RequestEnvelope> harness =
                ProcessFunctionTestHarnesses.forProcessFunction(decode);
        harness.processElement(
                new StreamRecord<>(new SourceRecord(place, ByteBuffer.wrap(Results.utf8(row)))));

        assertThat(harness.extractOutputValues())
                .extracting(request -> request.getRequest().getRequestId())
                .containsExactly(id);
        harness.close();
    }
}
