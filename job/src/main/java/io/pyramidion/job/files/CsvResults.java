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

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.OptionException;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.ResultEnvelope;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Results as rows of CSV: the row as it was written, and behind it one cell for each value that a
 * person looks for. What has no such form is JSON in its cell, and only there if it was asked for.
 */
final class CsvResults extends LineResults {

    /** The first columns that are added. */
    private static final List<String> ALWAYS =
            List.of("text", "finish_reason", "prompt_tokens", "completion_tokens", Columns.ERROR);

    private static final List<String> ON_DEMAND = List.of("speculation", "n", "logprobs");

    private final CsvHeader header;
    private final CsvText csv;
    private final List<String> names = new ArrayList<>();
    private final List<String> json = new ArrayList<>();
    private final JsonCodec<GenerationResult> codec = new JsonCodec<>(GenerationResult.class);

    /**
     * @param defaults request fields for rows that do not set them
     * @throws OptionException if the row has columns of the names that are added
     */
    CsvResults(CsvHeader header, Columns columns, GenerationRequest defaults) {
        this.header = header;
        this.csv = new CsvText(header.separator());
        for (String field : ON_DEMAND) {
            int position = GenerationRequest.getClassSchema().getField(field).pos();
            if (header.names().contains(field) || defaults.get(position) != null) {
                json.add(field.equals("n") ? "choices" : field);
            }
        }
        ALWAYS.forEach(name -> names.add(columns.result(name)));
        json.forEach(name -> names.add(columns.result(name)));
        names.stream()
                .filter(header.names()::contains)
                .findFirst()
                .ifPresent(
                        name -> {
                            throw new OptionException(
                                    FileOptions.RESULT_PREFIX.refusal(
                                            columns.resultPrefix(),
                                            "one that makes "
                                                    + name
                                                    + " another name: the rows have such a column"));
                        });
    }

    @Override
    protected byte[] beginning() {
        return header.with(names).getBytes(RowJson.CHARSET);
    }

    @Override
    protected String lineEnd() {
        return header.lineEnd();
    }

    @Override
    public byte[] row(ResultEnvelope envelope) {
        FilePosition place = (FilePosition) envelope.getOrigin().getSource();
        byte[] kept = new byte[place.getColumns().remaining()];
        place.getColumns().duplicate().get(kept);
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        row.writeBytes(kept);
        row.write(header.separator());
        row.writeBytes(csv.row(added(envelope.getAnswer(), place)).getBytes(RowJson.CHARSET));
        return row.toByteArray();
    }

    private List<String> added(GenerationResult answer, FilePosition place) {
        List<String> cells = new ArrayList<>();
        cells.add(Objects.requireNonNullElse(answer.getText(), ""));
        cells.add(answer.getFinishReason());
        cells.add(answer.getUsage() == null ? "" : "" + answer.getUsage().getPromptTokens());
        cells.add(answer.getUsage() == null ? "" : "" + answer.getUsage().getCompletionTokens());
        ErrorDetail error = Expired.error(answer);
        cells.add(
                error == null
                        ? ""
                        : place.getPath() + ":" + place.getLine() + ": " + error.getMessage());
        if (!json.isEmpty()) {
            ObjectNode whole = RowJson.written(codec.encode(answer));
            json.forEach(
                    name -> cells.add(whole.hasNonNull(name) ? whole.get(name).toString() : ""));
        }
        return cells;
    }
}
