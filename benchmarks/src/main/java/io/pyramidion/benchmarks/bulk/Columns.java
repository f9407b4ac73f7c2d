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
package io.pyramidion.benchmarks.bulk;

import io.pyramidion.job.files.ColumnFiles;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Records: Avro, or Parquet by way of it. */
final class Columns implements BulkFile {

    static final List<String> FAULTS =
            List.of(
                    "prompt",
                    "prompt",
                    "max_tokens",
                    "temperature",
                    "top_p",
                    "model",
                    "stream",
                    "request_id",
                    "n",
                    "n");

    private static final String NUMBER = "number";
    private static final String TAGS = "tags";
    private static final String PROMPT = "prompt";
    private static final String ID = "request_id";

    private static final Schema SCHEMA =
            SchemaBuilder.record("row")
                    .fields()
                    .requiredLong(NUMBER)
                    .name(TAGS)
                    .type()
                    .array()
                    .items()
                    .stringType()
                    .noDefault()
                    .optionalString(ID)
                    .optionalString(PROMPT)
                    .optionalString("model")
                    .optionalInt("max_tokens")
                    .optionalInt("n")
                    .optionalDouble("temperature")
                    .optionalDouble("top_p")
                    .optionalBoolean("stream")
                    .endRecord();

    private final boolean parquet;

    Columns(BulkFormat format) {
        parquet = format == BulkFormat.PARQUET;
    }

    @Override
    public void write(Path file, long rows, List<String> prompts) throws IOException {
        Path avro = parquet ? file.resolveSibling(file.getFileName() + ".avro") : file;
        try (DataFileWriter<GenericRecord> out =
                new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(SCHEMA))
                        .create(SCHEMA, avro.toFile())) {
            for (long number = 0; number < rows; number++) {
                BulkRow row = BulkRow.of(number, prompts.size());
                out.append(record(row, prompts.get(row.prompt())));
            }
        }
        if (parquet) {
            ColumnFiles.installed().write(avro, file);
            Files.delete(avro);
        }
    }

    private static GenericRecord record(BulkRow row, String prompt) {
        GenericRecord record = new GenericData.Record(SCHEMA);
        record.put(NUMBER, row.number());
        record.put(TAGS, List.of(row.id(), "kept"));
        record.put(ID, row.id());
        record.put(PROMPT, prompt);
        switch (row.fault().orElse(-1)) {
            case 0 -> record.put(PROMPT, null);
            case 1 -> record.put(PROMPT, "");
            case 2 -> record.put("max_tokens", 0);
            case 3 -> record.put("temperature", -1.0);
            case 4 -> record.put("top_p", 2.0);
            case 5 -> record.put("model", "another");
            case 6 -> record.put("stream", true);
            case 7 -> record.put(ID, row.idBefore());
            case 8 -> record.put("n", 0);
            case 9 -> record.put("n", 1_000_000);
            default -> {}
        }
        return record;
    }

    @Override
    public void read(Path file, Consumer<BulkAnswer> to) throws IOException {
        if (!parquet) {
            try (DataFileStream<GenericRecord> in =
                    new DataFileStream<>(Files.newInputStream(file), new GenericDatumReader<>())) {
                in.forEach(record -> to.accept(answer(record)));
            }
            return;
        }
        org.apache.flink.core.fs.Path path = new org.apache.flink.core.fs.Path(file.toUri());
        ColumnFiles files = ColumnFiles.installed();
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(files.schema(path));
        try (ColumnFiles.RecordRows rows = files.open(path)) {
            for (Optional<byte[]> row = rows.next(); row.isPresent(); row = rows.next()) {
                to.accept(
                        answer(
                                reader.read(
                                        null,
                                        DecoderFactory.get().binaryDecoder(row.get(), null))));
            }
        }
    }

    private static BulkAnswer answer(GenericRecord record) {
        long number = (Long) record.get(NUMBER);
        List<?> tags = (List<?>) record.get(TAGS);
        boolean kept =
                tags.size() == 2
                        && tags.get(0).toString().equals("r" + number)
                        && tags.get(1).toString().equals("kept");
        GenericRecord error = (GenericRecord) record.get("error");
        if (error != null) {
            String why = error.get("field") + " " + error.get("message");
            return BulkAnswer.refused(OptionalLong.of(number), why, kept);
        }
        Object tokens = ((GenericRecord) record.get("usage")).get("completion_tokens");
        return BulkAnswer.answered(
                number, String.valueOf(record.get("text")), ((Number) tokens).intValue(), kept);
    }
}
