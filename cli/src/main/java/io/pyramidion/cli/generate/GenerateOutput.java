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
package io.pyramidion.cli.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.cli.terminal.Style;
import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.engine.speculation.Delta;
import io.pyramidion.engine.speculation.FinishReason;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.tokenizer.Tokenizer;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.operators.batch.LogprobRecords;
import io.pyramidion.operators.batch.SpeculationRecords;
import io.pyramidion.operators.batch.TraceRecords;
import io.pyramidion.schemas.Logprobs;
import io.pyramidion.schemas.SpeculationStatistics;
import org.apache.avro.specific.SpecificRecordBase;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Prints what {@code generate} made, in the prompts' order: as text, where the first unfinished one
 * is shown as it grows, or as one JSON object per text once it is finished. Above a progress on the
 * same terminal only whole lines are printed; the progress shows the last one as it grows.
 */
final class GenerateOutput {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintWriter out;
    private final boolean json;
    private final List<GenerateBatch.Entry> entries;
    private final Tokenizer tokenizer;
    private final SpeedReport report;
    private final TokenColours colours;
    private final StringBuilder pending = new StringBuilder();
    private int next;

    /**
     * @param tokenizer writes the texts of single tokens; stays its caller's
     * @param report makes way for what is printed
     * @param colours for texts that are traced
     */
    GenerateOutput(
            PrintWriter out,
            boolean json,
            List<GenerateBatch.Entry> entries,
            Tokenizer tokenizer,
            SpeedReport report,
            TokenColours colours) {
        this.out = out;
        this.json = json;
        this.entries = entries;
        this.tokenizer = tokenizer;
        this.report = report;
        this.colours = colours;
    }

    /** Prints what is new since the last call. */
    void show() {
        while (next < entries.size() && show(entries.get(next))) {
            next++;
        }
        print(report.isBelowOutput() ? pending.lastIndexOf("\n") + 1 : pending.length());
    }

    /** The start of a line that is not printed yet, without colours. */
    String growing() {
        return Style.plain(pending.toString());
    }

    private void print(int end) {
        if (end > 0) {
            if (report.isBelowOutput()) {
                report.clear();
            }
            out.print(pending.substring(0, end));
            out.flush();
            pending.delete(0, end);
        }
    }

    private void line(Object content) {
        pending.append(content).append(System.lineSeparator());
    }

    /** Returns whether the entry is done with. */
    private boolean show(GenerateBatch.Entry entry) {
        if (entry.error().isPresent()) {
            InvalidRequestException error = entry.error().get();
            line(json ? failure(error) : "error: " + error.getMessage());
            return true;
        }
        Sequence sequence = entry.sequence().orElseThrow();
        if (json) {
            if (sequence.isFinished()) {
                line(success(entry.index(), sequence));
            }
        } else {
            Delta delta = sequence.drain();
            pending.append(sequence.isTraced() ? colours.text(delta.trace()) : delta.text());
            if (sequence.isFinished()) {
                line("");
            }
        }
        return sequence.isFinished();
    }

    private ObjectNode success(int index, Sequence sequence) {
        ObjectNode node = JSON.createObjectNode();
        node.put("index", index);
        node.put("text", sequence.text());
        ArrayNode ids = node.putArray("token_ids");
        for (int id : sequence.generatedTokens()) {
            ids.add(id);
        }
        node.put(
                "finish_reason", sequence.finishReason().map(FinishReason::wireName).orElseThrow());
        if (sequence.sampling().logprobs().isPresent()) {
            node.set("logprobs", logprobs(sequence));
        }
        int prompt = sequence.promptLength();
        int completion = sequence.generatedCount();
        node.putObject("usage")
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
        node.set("speculation", speculation(sequence));
        return node;
    }

    /** As a result of the job writes them. */
    private JsonNode logprobs(Sequence sequence) {
        return json(
                Logprobs.class,
                LogprobRecords.result(sequence.generatedTokens(), sequence.logprobs(), tokenizer));
    }

    /** As a result of the job writes it. */
    private static JsonNode speculation(Sequence sequence) {
        SpeculationStatistics statistics =
                SpeculationRecords.result(
                        sequence.statistics().roundCount(),
                        sequence.statistics().stages(),
                        sequence.decoded());
        if (sequence.isTraced()) {
            statistics.setTrace(TraceRecords.result(sequence.trace()));
        }
        return json(SpeculationStatistics.class, statistics);
    }

    private static <T extends SpecificRecordBase> JsonNode json(Class<T> type, T value) {
        try {
            return JSON.readTree(new JsonCodec<>(type).encode(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode failure(InvalidRequestException error) {
        ObjectNode node = JSON.createObjectNode();
        node.put("text", "");
        node.putArray("token_ids");
        node.put("finish_reason", "error");
        node.putObject("error").put("field", error.field()).put("message", error.getMessage());
        node.putObject("usage")
                .put("prompt_tokens", 0)
                .put("completion_tokens", 0)
                .put("total_tokens", 0);
        node.putObject("speculation");
        return node;
    }
}
