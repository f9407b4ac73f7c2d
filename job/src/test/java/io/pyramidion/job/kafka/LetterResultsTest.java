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

import io.pyramidion.job.options.SettingsLoader;
import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.Origin;
import org.apache.flink.api.common.functions.OpenContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class LetterResultsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"request_id\": \"a\", \"promt\": \"x\"}|a", "no request|''"})
    void makesAnErrorResultOfEveryRecordThatIsRefused(String value, String id) {
        LetterResults results =
                LetterResults.of(
                        SettingsLoader.load(
                                Map.of(
                                        "model.target", "models/target",
                                        "kafka.bootstrap-servers", "localhost:1"),
                                Map.of()));
        results.open(new OpenContext() {});
        ErrorDetail error = new ErrorDetail("decode", "", "what is wrong");
        ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8));

        GenerationResult result =
                results.map(new DeadLetter(new Origin(1L, null, List.of(), null), bytes, error))
                        .getAnswer();

        assertThat(result.getRequestId()).isEqualTo(id);
        assertThat(result.getFinishReason()).isEqualTo("error");
        assertThat(result.getError()).isEqualTo(error);
        assertThat(result.getModel()).isEqualTo("target");
    }
}
