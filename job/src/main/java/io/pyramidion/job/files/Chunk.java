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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What is appended to a file by one checkpoint.
 *
 * @param path of this machine
 * @param position how long the file is before
 */
record Chunk(String path, long position, byte[] bytes) {

    /** The same for another file. */
    Chunk at(Path other) {
        return new Chunk(other.toString(), position, bytes);
    }

    /**
     * Appends it. Does the same again however often it is called, since it first cuts off what is
     * behind the position: a part of itself, or what stood in a file that is overwritten.
     *
     * @throws IOException if the file is shorter than it was, or cannot be written
     */
    void append() throws IOException {
        Path file = Path.of(path);
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (channel.size() < position) {
                throw new IOException(
                        "%s has %d bytes; it had at least %d when the job wrote to it last"
                                .formatted(path, channel.size(), position));
            }
            channel.truncate(position);
            channel.position(position);
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new IOException("Cannot write to " + path + ": " + e.getMessage(), e);
        }
    }
}
