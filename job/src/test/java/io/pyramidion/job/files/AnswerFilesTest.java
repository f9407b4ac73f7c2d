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
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import org.apache.flink.api.connector.sink2.Committer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AnswerFilesTest {

    private static final Counts ONE = new Counts(1, 0, 1, 1);

    @TempDir private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("out");
    }

    @Test
    void whatWasWrittenBehindTheCheckpointIsCutOffAtTheStart() throws Exception {
        Files.writeString(file, "one\ntwo\n");
        Commit.Standing standing = new Commit.Standing(Map.of(file.toString(), 4L), ONE);
        AnswerFiles answers = answers(FileFormat.JSONL);

        var writer = (AnswerWriter) answers.restoreWriter(null, List.of(standing));
        writer.flush(true);
        commit(answers, writer.prepareCommit().iterator().next());

        assertThat(file).hasContent("one\n");
    }

    @Test
    void aParquetFileThatAnEarlierRunMadeIsNotTakenForThisOnes() throws Exception {
        Files.writeString(file, "of an earlier run");
        AnswerFiles answers = answers(FileFormat.PARQUET);

        commit(answers, chunk(0, "head"));
        assertThat(file).doesNotExist();
        Path growing = folder.resolve("out.rows.avro");
        assertThat(growing).hasContent("head");

        Files.delete(growing);
        Files.writeString(file, "of somebody else");
        assertThatThrownBy(() -> commit(answers, chunk(4, "row")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has 0 bytes; it had at least 4");
    }

    @Test
    void theLastPartComesTwiceWithoutHarm() throws Exception {
        Files.writeString(file, "complete");
        Commit again =
                new Commit(
                        List.of(new Chunk(file.toString(), 4, Results.utf8("row"))),
                        new Commit.Standing(Map.of(file.toString(), 7L), ONE),
                        true);

        commit(answers(FileFormat.PARQUET), again);

        assertThat(file).hasContent("complete");
    }

    private Commit chunk(long position, String text) {
        return new Commit(
                List.of(new Chunk(file.toString(), position, Results.utf8(text))),
                new Commit.Standing(Map.of(file.toString(), position + text.length()), ONE),
                false);
    }

    private static void commit(AnswerFiles answers, Commit commit) throws Exception {
        answers.createCommitter(null).commit(List.of(new Requested(commit)));
    }

    private AnswerFiles answers(FileFormat format) {
        Settings settings =
                SettingsLoader.load(
                        Map.of(
                                "job.source",
                                "files",
                                "job.sink",
                                "files",
                                "files.input",
                                folder.toString(),
                                "files.output",
                                file.toString(),
                                "model.target",
                                "target"),
                        Map.of());
        return AnswerFiles.of(settings, new Inputs(format, "", List.of(), Map.of(), List.of()));
    }

    /** A request of Flink's, as far as the committer looks at it. */
    private record Requested(Commit committable) implements Committer.CommitRequest<Commit> {

        @Override
        public Commit getCommittable() {
            return committable;
        }

        @Override
        public int getNumberOfRetries() {
            return 0;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable t) {
            throw new AssertionError(t);
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable t) {
            throw new AssertionError(t);
        }

        @Override
        public void retryLater() {
            throw new AssertionError();
        }

        @Override
        public void updateAndRetryLater(Commit changed) {
            throw new AssertionError();
        }

        @Override
        public void signalAlreadyCommitted() {
            throw new AssertionError();
        }
    }
}
