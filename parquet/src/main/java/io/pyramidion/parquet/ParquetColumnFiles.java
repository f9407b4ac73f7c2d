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
import org.apache.avro.SchemaParseException;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.core.fs.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.LocalOutputFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Parquet by way of Avro's records. Old timestamps of 96 bits are read as 12 bytes, and so written.
 */
public final class ParquetColumnFiles implements ColumnFiles {

    /** Where writers that came from Avro leave their schema. */
    private static final String AVRO_SCHEMA = "parquet.avro.schema";

    @Override
    public Schema schema(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new FlinkInputFile(file))) {
            FileMetaData data = reader.getFooter().getFileMetaData();
            String written = data.getKeyValueMetaData().get(AVRO_SCHEMA);
            return written != null
                    ? new Schema.Parser().parse(written)
                    : new AvroSchemaConverter(configuration()).convert(data.getSchema());
        } catch (SchemaParseException e) {
            throw new IOException(
                    file
                            + " has a column whose name is not allowed ("
                            + e.getMessage()
                            + "); allowed: letters, digits and underscores, no digit first",
                    e);
        } catch (RuntimeException e) {
            throw damaged(file, e);
        }
    }

    @Override
    public RecordRows open(Path file) throws IOException {
        ParquetReader<GenericRecord> reader =
                AvroParquetReader.<GenericRecord>builder(new FlinkInputFile(file))
                        .withDataModel(GenericData.get())
                        .withConf(configuration())
                        .build();
        return new Records(file, reader, new AvroBytes(schema(file)));
    }

    @Override
    public void write(java.nio.file.Path avro, java.nio.file.Path file) throws IOException {
        java.nio.file.Path next = file.resolveSibling("." + file.getFileName() + ".next");
        try (DataFileReader<GenericRecord> records =
                        new DataFileReader<>(avro.toFile(), new GenericDatumReader<>());
                ParquetWriter<GenericRecord> writer = writer(records.getSchema(), next)) {
            for (GenericRecord row : records) {
                writer.write(row);
            }
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static ParquetWriter<GenericRecord> writer(Schema schema, java.nio.file.Path file)
            throws IOException {
        return AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
                .withConf(configuration())
                .withSchema(schema)
                .withDataModel(GenericData.get())
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .build();
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration(false);
        configuration.setBoolean(AvroReadSupport.READ_INT96_AS_FIXED, true);
        configuration.setBoolean(AvroSchemaConverter.ADD_LIST_ELEMENT_RECORDS, false);
        configuration.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
        return configuration;
    }

    private static IOException damaged(Path file, RuntimeException e) {
        return new IOException(file + " cannot be read as Parquet: " + e.getMessage(), e);
    }

    private record Records(Path file, ParquetReader<GenericRecord> reader, AvroBytes bytes)
            implements RecordRows {

        @Override
        public Optional<byte[]> next() throws IOException {
            try {
                return Optional.ofNullable(reader.read()).map(bytes::encode);
            } catch (RuntimeException e) {
                throw damaged(file, e);
            }
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
