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
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Results appended to files, exactly once: what came since the last checkpoint is part of the next
 * one, and is appended when that is complete. So a file never shows a line that may come again. The
 * price: lines appear with the checkpoints, and there is one writer, since a file has one end.
 */
public final class AnswerFiles
        implements Sink<ResultEnvelope>,
                SupportsWriterState<ResultEnvelope, Commit.Standing>,
                SupportsCommitter<Commit> {

    private static final long serialVersionUID = 1L;

    private final Targets targets;
    private final FileFormat format;
    private final String schema;
    private final Columns columns;
    private final String defaults;
    private final String progress;

    private AnswerFiles(
            Targets targets,
            FileFormat format,
            String schema,
            Columns columns,
            String defaults,
            String progress) {
        this.targets = targets;
        this.format = format;
        this.schema = schema;
        this.columns = columns;
        this.defaults = defaults;
        this.progress = progress;
    }

    /** Appends as the options have it, in the format of the rows that were read. */
    public static AnswerFiles of(Settings settings, Inputs inputs) {
        return new AnswerFiles(
                Targets.of(settings, inputs),
                inputs.format(),
                inputs.schema(),
                Columns.of(settings),
                RequestDefaults.text(settings),
                settings.find(FileOptions.PROGRESS).orElse(null));
    }

    @Override
    public AnswerWriter createWriter(WriterInitContext context) {
        return writer(new Commit.Standing(Map.of(), Counts.NONE));
    }

    @Override
    public StatefulSinkWriter<ResultEnvelope, Commit.Standing> restoreWriter(
            WriterInitContext context, Collection<Commit.Standing> states) {
        return states.stream()
                .max(Comparator.comparingLong(state -> state.counts().rows()))
                .map(this::writer)
                .orElseGet(() -> createWriter(context));
    }

    private AnswerWriter writer(Commit.Standing standing) {
        ResultRows rows =
                Formats.results(format, schema, columns, RequestDefaults.parsed(defaults));
        return new AnswerWriter(targets, rows, standing);
    }

    @Override
    public Committer<Commit> createCommitter(CommitterInitContext context) {
        return new Appender(format, progress);
    }

    @Override
    public SimpleVersionedSerializer<Commit> getCommittableSerializer() {
        return new Commit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<Commit.Standing> getWriterStateSerializer() {
        return new Commit.StandingSerializer();
    }

    /** Appends what complete checkpoints hold, in their order. */
    private record Appender(FileFormat format, String progress) implements Committer<Commit> {

        @Override
        public void commit(Collection<CommitRequest<Commit>> requests) throws IOException {
            List<Commit> commits =
                    requests.stream()
                            .map(CommitRequest::getCommittable)
                            .sorted(
                                    Comparator.comparingLong(
                                            commit -> commit.standing().counts().rows()))
                            .toList();
            for (Commit commit : commits) {
                append(commit);
                if (progress != null) {
                    commit.standing().counts().write(Path.of(progress));
                }
            }
        }

        private void append(Commit commit) throws IOException {
            for (Chunk chunk : commit.chunks()) {
                if (chunk.position() == 0) {
                    Formats.begin(format, chunk.path());
                }
                boolean nothingNew = commit.last() || chunk.bytes().length == 0;
                if (!nothingNew || !Formats.isComplete(format, chunk)) {
                    chunk.at(Formats.written(format, chunk.path())).append();
                }
            }
            if (commit.last()) {
                for (String path : commit.standing().lengths().keySet()) {
                    Formats.complete(format, path);
                }
            }
        }

        @Override
        public void close() {}
    }
}
