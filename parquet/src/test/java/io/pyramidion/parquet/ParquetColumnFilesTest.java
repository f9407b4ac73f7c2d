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
package io.pyramidion.parquet;

import io.pyramidion.job.files.AvroBytes;
import io.pyramidion.job.files.ColumnFiles;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ParquetColumnFilesTest {

    private static final int ROWS = 1000;

    private static final Schema SCHEMA =
            SchemaBuilder.record("Row")
                    .fields()
                    .requiredLong("id")
                    .optionalString("prompt")
                    .name("tags")
                    .type()
                    .array()
                    .items()
                    .stringType()
                    .noDefault()
                    .name("scores")
                    .type()
                    .map()
                    .values()
                    .doubleType()
                    .noDefault()
                    .endRecord();

    @TempDir private Path folder;

    @Test
    void rowsGoThroughAFileAsTheyAre() throws IOException {
        Path avro = folder.resolve("rows.avro");
        try (DataFileWriter<GenericRecord> writer =
                new DataFileWriter<>(new GenericDatumWriter<>(SCHEMA))) {
            writer.create(SCHEMA, avro.toFile());
            for (int i = 0; i < ROWS; i++) {
                writer.append(row(i));
            }
        }
        Path parquet = folder.resolve("rows.parquet");
        ColumnFiles files = ColumnFiles.installed();
        files.write(avro, parquet);
        files.write(avro, parquet);

        org.apache.flink.core.fs.Path path = new org.apache.flink.core.fs.Path(parquet.toUri());
        assertThat(files.schema(path)).isEqualTo(SCHEMA);
        AvroBytes bytes = new AvroBytes(SCHEMA);
        try (ColumnFiles.RecordRows rows = files.open(path)) {
            for (int i = 0; i < ROWS; i++) {
                assertThat(bytes.decode(rows.next().orElseThrow()).toString())
                        .isEqualTo(row(i).toString());
            }
            assertThat(rows.next()).isEmpty();
        }
        try (var left = Files.list(folder)) {
            assertThat(left).hasSize(2);
        }
    }

    @Test
    void saysWhichFileIsNone() throws IOException {
        Path file = Files.writeString(folder.resolve("no.parquet"), "not a file of columns");

        assertThatThrownBy(
                        () ->
                                ColumnFiles.installed()
                                        .schema(new org.apache.flink.core.fs.Path(file.toUri())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no.parquet cannot be read as Parquet");
    }

    @Test
    void saysWhichNamesColumnsMayHave() throws IOException {
        Path file = folder.resolve("odd.parquet");
        MessageType type = MessageTypeParser.parseMessageType("message m { required int32 a-b; }");
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(new LocalOutputFile(file)).withType(type).build()) {
            writer.write(new SimpleGroup(type).append("a-b", 1));
        }

        assertThatThrownBy(
                        () ->
                                ColumnFiles.installed()
                                        .schema(new org.apache.flink.core.fs.Path(file.toUri())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("odd.parquet has a column whose name is not allowed")
                .hasMessageContaining("a-b")
                .hasMessageEndingWith("allowed: letters, digits and underscores, no digit first");
    }

    private static GenericRecord row(int number) {
        GenericRecord row = new GenericData.Record(SCHEMA);
        row.put("id", (long) number);
        row.put("prompt", number % 3 == 0 ? null : "prompt " + number);
        row.put("tags", List.of("a", "b" + number));
        row.put("scores", Map.of("x", number / 2.0));
        return row;
    }
}
