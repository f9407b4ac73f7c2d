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

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

import java.io.IOException;
import java.io.InputStream;

/** The records of an Avro container file, each in Avro's binary form. */
final class AvroRows implements Rows {

    private final DataFileStream<GenericRecord> records;
    private final AvroBytes bytes;
    private long number;
    private byte[] row = {};

    /**
     * @param in is closed with this
     * @throws IOException if it is no such file
     */
    AvroRows(InputStream in) throws IOException {
        this.records = new DataFileStream<>(in, new GenericDatumReader<>());
        this.bytes = new AvroBytes(records.getSchema());
    }

    Schema schema() {
        return records.getSchema();
    }

    @Override
    public boolean next() throws IOException {
        try {
            if (!records.hasNext()) {
                return false;
            }
            row = bytes.encode(records.next());
        } catch (AvroRuntimeException e) {
            throw new IOException("damaged: " + e.getMessage(), e);
        }
        number++;
        return true;
    }

    @Override
    public byte[] row() {
        return row;
    }

    @Override
    public long line() {
        return number;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
