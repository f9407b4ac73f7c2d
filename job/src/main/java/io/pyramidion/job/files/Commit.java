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

import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that one checkpoint adds to files, and where they stand then.
 *
 * @param chunks a chunk for each file that grows
 * @param standing after the chunks
 * @param last whether nothing follows
 */
record Commit(List<Chunk> chunks, Standing standing, boolean last) {

    /**
     * How far files are written.
     *
     * @param lengths by path, bytes
     * @param counts of all rows in them
     */
    record Standing(Map<String, Long> lengths, Counts counts) {

        private void write(DataOutputStream out) throws IOException {
            out.writeInt(lengths.size());
            for (Map.Entry<String, Long> length : lengths.entrySet()) {
                out.writeUTF(length.getKey());
                out.writeLong(length.getValue());
            }
            out.writeLong(counts.completed());
            out.writeLong(counts.failed());
            out.writeLong(counts.promptTokens());
            out.writeLong(counts.completionTokens());
        }

        private static Standing read(DataInputStream in) throws IOException {
            Map<String, Long> lengths = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                String path = in.readUTF();
                lengths.put(path, in.readLong());
            }
            return new Standing(
                    lengths,
                    new Counts(in.readLong(), in.readLong(), in.readLong(), in.readLong()));
        }
    }

    /** For Flink's state. */
    static final class Serializer implements SimpleVersionedSerializer<Commit> {

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Commit commit) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                out.writeInt(commit.chunks.size());
                for (Chunk chunk : commit.chunks) {
                    out.writeUTF(chunk.path());
                    out.writeLong(chunk.position());
                    out.writeInt(chunk.bytes().length);
                    out.write(chunk.bytes());
                }
                commit.standing.write(out);
                out.writeBoolean(commit.last);
            }
            return bytes.toByteArray();
        }

        @Override
        public Commit deserialize(int version, byte[] serialized) throws IOException {
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
                List<Chunk> chunks = new ArrayList<>();
                for (int left = in.readInt(); left > 0; left--) {
                    String path = in.readUTF();
                    long position = in.readLong();
                    byte[] bytes = new byte[in.readInt()];
                    in.readFully(bytes);
                    chunks.add(new Chunk(path, position, bytes));
                }
                return new Commit(chunks, Standing.read(in), in.readBoolean());
            }
        }
    }

    /** For Flink's state. */
    static final class StandingSerializer implements SimpleVersionedSerializer<Standing> {

        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(Standing standing) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                standing.write(out);
            }
            return bytes.toByteArray();
        }

        @Override
        public Standing deserialize(int version, byte[] serialized) throws IOException {
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
                return Standing.read(in);
            }
        }
    }
}
