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

import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects the lines that come between two checkpoints. Writes nothing itself. */
final class AnswerWriter
        implements StatefulSinkWriter<ResultEnvelope, Commit.Standing>,
                CommittingSinkWriter<ResultEnvelope, Commit> {

    private final Targets targets;
    private final ResultRows rows;
    private final Map<String, Long> lengths;
    private final Map<String, List<byte[]>> pending = new TreeMap<>();
    private Counts counts;
    private boolean changed = true;
    private boolean last;

    AnswerWriter(Targets targets, ResultRows rows, Commit.Standing standing) {
        this.targets = targets;
        this.rows = rows;
        this.lengths = new TreeMap<>(standing.lengths());
        this.counts = standing.counts();
        targets.always().filter(path -> !lengths.containsKey(path)).forEach(this::pending);
        // What a job wrote behind the checkpoint is cut off even where nothing more is written.
        lengths.keySet().forEach(this::pending);
    }

    @Override
    public void write(ResultEnvelope result, Context context) {
        pending(targets.of(result)).add(rows.row(result));
        counts = counts.plus(result.getAnswer());
        changed = true;
    }

    /** Lines are part of the next checkpoint; until that is complete they go nowhere. */
    @Override
    public void flush(boolean endOfInput) {
        last = endOfInput;
        changed |= endOfInput;
    }

    @Override
    public Collection<Commit> prepareCommit() throws IOException {
        if (!changed) {
            return List.of();
        }
        List<Chunk> chunks = new ArrayList<>();
        for (Map.Entry<String, List<byte[]>> file : pending.entrySet()) {
            String path = file.getKey();
            long position = lengths.getOrDefault(path, 0L);
            boolean nothing = position > 0 && file.getValue().isEmpty();
            byte[] bytes = nothing ? new byte[0] : rows.chunk(path, position == 0, file.getValue());
            chunks.add(new Chunk(path, position, bytes));
            lengths.put(path, position + bytes.length);
        }
        pending.clear();
        changed = false;
        return List.of(new Commit(chunks, standing(), last));
    }

    @Override
    public List<Commit.Standing> snapshotState(long checkpoint) {
        return List.of(standing());
    }

    @Override
    public void close() {}

    private Commit.Standing standing() {
        return new Commit.Standing(new TreeMap<>(lengths), counts);
    }

    private List<byte[]> pending(String path) {
        return pending.computeIfAbsent(path, unknown -> new ArrayList<>());
    }
}
