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

import io.pyramidion.job.options.FileFormat;
import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class KeepOrderTest {

    @Test
    void rowsKeepTheNumbersOfTheFirstStartThoughAFileGrew() throws Exception {
        OneInputStreamOperatorTestHarness<ResultEnvelope, ResultEnvelope> first =
                new OneInputStreamOperatorTestHarness<>(order(1));
        first.open();
        first.processElement(new StreamRecord<>(result("b", 0)));
        OperatorSubtaskState state = first.snapshot(1, 1);
        assertThat(first.extractOutputValues()).isEmpty();
        first.close();

        OneInputStreamOperatorTestHarness<ResultEnvelope, ResultEnvelope> second =
                new OneInputStreamOperatorTestHarness<>(order(2));
        second.initializeState(state);
        second.open();
        second.processElement(new StreamRecord<>(result("a", 0)));

        assertThat(second.extractOutputValues())
                .extracting(result -> result.getAnswer().getText())
                .containsExactly("a0", "b0");
        second.close();
    }

    private static KeepOrder order(long rows) {
        return new KeepOrder(
                new Inputs(
                        FileFormat.JSONL,
                        "",
                        List.of(
                                new InputFile("file:/a", "a", 9, 0, rows),
                                new InputFile("file:/b", "b", 9, 0, 1)),
                        Map.of(),
                        List.of()));
    }

    private static ResultEnvelope result(String file, long row) {
        ResultEnvelope result = Results.answered("r", file + row, new byte[0]);
        FilePosition place = (FilePosition) result.getOrigin().getSource();
        place.setPath(file);
        place.setRow(row);
        return result;
    }
}
