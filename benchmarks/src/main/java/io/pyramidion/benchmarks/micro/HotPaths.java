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
package io.pyramidion.benchmarks.micro;

import io.pyramidion.engine.decoder.BatchEncoding;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.template.ChatMessage;
import io.pyramidion.engine.template.ChatTemplate;
import io.pyramidion.engine.tokenizer.TextStream;
import io.pyramidion.engine.tokenizer.Tokenizer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What Java does for every pass, token and request, beside the models. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HotPaths {

    /** A model directory with tokenizer and chat template. */
    @Param("models/target")
    public String model;

    private final BatchEncoding one = new BatchEncoding(1, 5);
    private final BatchEncoding many = new BatchEncoding(32, 5);
    private final List<ChatMessage> messages =
            List.of(
                    new ChatMessage("user", "Continue the story: Once upon a time"),
                    new ChatMessage("assistant", "there was a king."),
                    new ChatMessage("user", "What was his name?"));
    private Tokenizer tokenizer;
    private ChatTemplate template;
    private int[] tokens;
    private BatchPlanning planning;
    private LongConversation conversation;

    /** Opens the tokenizer. */
    @Setup
    public void open() throws IOException {
        conversation = LongConversation.of(20);
        ModelDirectory directory = ModelDirectory.open(Path.of(model));
        tokenizer = Tokenizer.open(directory);
        template = ChatTemplate.of(directory);
        tokens = tokenizer.encode("Once upon a time there was a king who had a daughter.", false);
        planning = new BatchPlanning(32, tokenizer);
    }

    /** Closes it. */
    @TearDown
    public void close() {
        tokenizer.close();
    }

    /** Laying out a verifying pass of one sequence, five tokens. */
    @Benchmark
    public int encodeBatchOf1() {
        return one.encode();
    }

    /** The same for 32 sequences. */
    @Benchmark
    public int encodeBatchOf32() {
        return many.encode();
    }

    /** The adaptive policy's part of a round of 32 sequences, four proposals for each. */
    @Benchmark
    public int planRoundOf32() {
        return planning.round();
    }

    /** Some tokens to text, one by one, with a stop text to look for. */
    @Benchmark
    public String streamText() {
        TextStream stream = new TextStream(tokenizer, List.of("The end"));
        for (int token : tokens) {
            stream.append(token);
        }
        return stream.finish();
    }

    /** A conversation of three messages to a prompt. */
    @Benchmark
    public String renderTemplate() {
        return template.render(messages, true);
    }

    /** A conversation of twenty messages with two tools, by a template of 4 kB. */
    @Benchmark
    public String renderToolsTemplateOf4Kb() {
        return conversation.render();
    }
}
