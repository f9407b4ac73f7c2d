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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChunkTest {

    @TempDir private Path folder;

    @Test
    void appendedAgainAndAgainItStandsThereOnce() throws IOException {
        Path file = folder.resolve("new/out.jsonl");
        Chunk first = new Chunk(file.toString(), 0, Results.utf8("one\n"));
        Chunk second = new Chunk(file.toString(), 4, Results.utf8("two\n"));
        first.append();
        second.append();
        second.append();
        assertThat(file).hasContent("one\ntwo\n");

        // A part of a line that a killed process left.
        Files.writeString(file, "one\ntw");
        second.append();

        assertThat(file).hasContent("one\ntwo\n");
    }

    @Test
    void saysThatAFileBecameShorter() throws IOException {
        Path file = Files.writeString(folder.resolve("out.jsonl"), "o");

        assertThatThrownBy(() -> new Chunk(file.toString(), 4, new byte[0]).append())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "has 1 bytes; it had at least 4 when the job wrote to it last");
        assertThat(file).hasContent("o");
    }

    @Test
    void survivesFlinksState() throws IOException {
        Commit commit =
                new Commit(
                        List.of(new Chunk("a", 3, Results.utf8("x"))),
                        new Commit.Standing(Map.of("a", 4L, "b", 5L), new Counts(1, 2, 3, 4)),
                        true);

        Commit read =
                new Commit.Serializer().deserialize(1, new Commit.Serializer().serialize(commit));

        assertThat(read).usingRecursiveComparison().isEqualTo(commit);
    }
}
