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

import io.pyramidion.operators.batch.FailedResult;
import io.pyramidion.operators.batch.SpeculationRecords;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.Timings;
import io.pyramidion.schemas.Usage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Results of rows, for tests. */
final class Results {

    static final long READ_AT = 1_700_000_000_123L;

    private Results() {}

    static ResultEnvelope answered(String id, String text, byte[] columns) {
        GenerationResult result = FailedResult.of(id, null, "tales", null, Map.of());
        result.setText(text);
        result.setTokenIds(List.of(1, 2, 3));
        result.setFinishReason("stop");
        result.setUsage(new Usage(4, 3, 7, null));
        result.setTimings(new Timings(1.0, 2.0, 3.0, 4.0));
        result.setSpeculation(SpeculationRecords.none());
        return new ResultEnvelope(result, origin(columns));
    }

    static ResultEnvelope refused(MappedRow.Refused row) {
        return new ResultEnvelope(
                FailedResult.of(row.id(), null, "tales", row.error(), Map.of()),
                origin(row.columns()));
    }

    static ResultEnvelope refused(MappedRow.Asked row, ErrorDetail error) {
        return new ResultEnvelope(
                FailedResult.of(row.id(), null, "tales", error, Map.of()), origin(row.columns()));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Origin origin(byte[] columns) {
        FilePosition place = new FilePosition("in.jsonl", 6L, 7L, ByteBuffer.wrap(columns));
        return new Origin(READ_AT, null, List.of(), place);
    }
}
