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
package io.pyramidion.cli.batch;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The options of {@code batch} that are options of the job. */
final class BatchArguments {

    /** Options of the job that have another name here. */
    private static final Map<String, String> NAMES =
            Map.of(
                    "job.parallelism", "--parallelism",
                    "engine.max-running", "--batch",
                    "engine.threads", "--threads",
                    "engine.kv-memory", "--kv-memory",
                    "model.target-weights", "--weights",
                    "model.name", "--model-name");

    /** Beginnings of keys of the job whose rest is the name of an option here. */
    private static final String SAME_NAMES = "pyramidion\\.(files|model)\\.";

    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE|DIR|GLOB",
            description = "What to read; files ending in .gz and .zst are unpacked.")
    private String input;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE|DIR",
            description =
                    "What to write: a file or, if it ends in / or is a folder, a file in it for each"
                            + " file of the input. Lines appear as rows are done.")
    private String output;

    @Option(
            names = "--errors",
            paramLabel = "FILE",
            description = "File for rows that failed (default: they are in the output).")
    private Optional<String> errors = Optional.empty();

    @Option(
            names = "--format",
            defaultValue = "auto",
            paramLabel = "auto|jsonl|csv|openai|avro|parquet",
            description =
                    "jsonl: a JSON object on each line, with the fields of a request and any others,"
                            + " which are kept; csv: the same in columns, named by the first line;"
                            + " openai: OpenAI Batch (default: ${DEFAULT-VALUE}).")
    private String format;

    @Option(
            names = "--target",
            required = true,
            paramLabel = "DIR",
            description = "Hugging Face directory of the model that decides the text.")
    private Path target;

    @Option(
            names = "--qualifier",
            paramLabel = "DIR",
            description = "Directory of the middle model.")
    private Optional<Path> qualifier = Optional.empty();

    @Option(names = "--draft", paramLabel = "DIR", description = "Directory of the smallest model.")
    private Optional<Path> draft = Optional.empty();

    @Option(
            names = "--weights",
            paramLabel = "TYPE",
            description = "Type of the target's weights (default: auto).")
    private Optional<String> weights = Optional.empty();

    @Option(
            names = "--qualifier-weights",
            paramLabel = "TYPE",
            description = "The same of the qualifier's weights (default: auto).")
    private Optional<String> qualifierWeights = Optional.empty();

    @Option(
            names = "--draft-weights",
            paramLabel = "TYPE",
            description = "The same of the draft's weights (default: auto).")
    private Optional<String> draftWeights = Optional.empty();

    @Option(
            names = "--model-name",
            paramLabel = "NAME",
            description =
                    "Name that rows call the model by (default: the name of the target's directory).")
    private Optional<String> modelName = Optional.empty();

    @Option(
            names = "--prompt-column",
            paramLabel = "NAME",
            description = "Column of the prompt (default: prompt).")
    private Optional<String> promptColumn = Optional.empty();

    @Option(
            names = "--messages-column",
            paramLabel = "NAME",
            description = "Column of the messages (default: messages).")
    private Optional<String> messagesColumn = Optional.empty();

    @Option(
            names = "--id-column",
            paramLabel = "NAME",
            description =
                    "Column of the id, which must be unique (default: request_id; rows without it"
                            + " are called file:line).")
    private Optional<String> idColumn = Optional.empty();

    @Option(
            names = "--session-column",
            paramLabel = "NAME",
            description = "Column of the session (default: session_id).")
    private Optional<String> sessionColumn = Optional.empty();

    @Option(
            names = "--chat",
            description =
                    "Prompts are messages of a user, written with the model's chat template"
                            + " (default: the model continues them as they are).")
    private boolean chat;

    @Option(
            names = "--system",
            paramLabel = "TEXT",
            description = "A message of the system before each prompt; implies --chat.")
    private Optional<String> system = Optional.empty();

    @Option(
            names = "--result-prefix",
            paramLabel = "TEXT",
            description = "Beginning of the names of the columns that are added (default: none).")
    private Optional<String> resultPrefix = Optional.empty();

    @Option(
            names = "--within",
            paramLabel = "TIME",
            description =
                    "Time for all rows, such as 2h; those that are not done by then are expired.")
    private Optional<String> within = Optional.empty();

    @Option(names = "--keep-order", description = "Write results in the order of the rows.")
    private boolean keepOrder;

    @Option(
            names = "--strict",
            description = "Refuse a file that the OpenAI API would refuse for its size.")
    private boolean strict;

    @Option(names = "--overwrite", description = "Replace output that exists.")
    private boolean overwrite;

    @Option(
            names = "--parallelism",
            defaultValue = "1",
            paramLabel = "N",
            description = "Number of subtasks that decode (default: ${DEFAULT-VALUE}).")
    private int parallelism;

    @Option(
            names = "--batch",
            defaultValue = "32",
            paramLabel = "N",
            description =
                    "Maximum number of rows at once, for each subtask (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--threads",
            defaultValue = "1",
            paramLabel = "N",
            description = "Threads inside one operation (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--kv-memory",
            defaultValue = "256",
            paramLabel = "MIB",
            description = "Memory for the KV caches of a subtask, MiB (default: ${DEFAULT-VALUE}).")
    private long kvMebibytes;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "Any option of docs/operations/configuration.md; repeatable.")
    private Map<String, String> others = new LinkedHashMap<>();

    String output() {
        return output;
    }

    boolean overwrites() {
        return overwrite;
    }

    /** Options of the job, by their keys without the prefix. */
    Map<String, String> entries() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("job.name", "pyramidion batch");
        entries.put("job.source", "files");
        entries.put("job.sink", "files");
        entries.put("job.parallelism", String.valueOf(parallelism));
        entries.put("files.input", input);
        entries.put("files.output", output);
        entries.put("files.format", format);
        entries.put("files.keep-order", String.valueOf(keepOrder));
        entries.put("files.strict", String.valueOf(strict));
        entries.put("files.overwrite", String.valueOf(overwrite));
        errors.ifPresent(value -> entries.put("files.errors", value));
        promptColumn.ifPresent(value -> entries.put("files.prompt-column", value));
        messagesColumn.ifPresent(value -> entries.put("files.messages-column", value));
        idColumn.ifPresent(value -> entries.put("files.id-column", value));
        sessionColumn.ifPresent(value -> entries.put("files.session-column", value));
        if (chat || system.isPresent()) {
            entries.put("files.chat", "true");
        }
        system.ifPresent(value -> entries.put("files.system", value));
        resultPrefix.ifPresent(value -> entries.put("files.result-prefix", value));
        within.ifPresent(value -> entries.put("files.within", value));
        entries.put("model.target", target.toString());
        qualifier.ifPresent(value -> entries.put("model.qualifier", value.toString()));
        draft.ifPresent(value -> entries.put("model.draft", value.toString()));
        weights.ifPresent(value -> entries.put("model.target-weights", value));
        qualifierWeights.ifPresent(value -> entries.put("model.qualifier-weights", value));
        draftWeights.ifPresent(value -> entries.put("model.draft-weights", value));
        modelName.ifPresent(value -> entries.put("model.name", value));
        entries.put("engine.max-running", String.valueOf(batch));
        entries.put("engine.threads", String.valueOf(threads));
        entries.put("engine.kv-memory", kvMebibytes + " mb");
        // Ids are compared before the job starts; remembering them would fill its state.
        entries.put("engine.duplicate-window", "0 s");
        // What does not go away by itself is told after some seconds.
        entries.put("flink.execution.checkpointing.tolerable-failed-checkpoints", "5");
        entries.put("flink.restart-strategy.type", "fixed-delay");
        entries.put("flink.restart-strategy.fixed-delay.attempts", "3");
        entries.put("flink.restart-strategy.fixed-delay.delay", "1 s");
        return entries;
    }

    /** A message about options of the job, with the names that they have here. */
    String asTyped(String message) {
        String typed =
                message.replaceFirst("^pyramidion\\.files\\.defaults is .*; allowed: .*?: ", "");
        for (Map.Entry<String, String> name : NAMES.entrySet()) {
            if (!others.containsKey(name.getKey())) {
                typed =
                        typed.replaceAll(
                                "pyramidion\\." + name.getKey() + "(?![\\w-])", name.getValue());
            }
        }
        return typed.replaceAll(SAME_NAMES, "--");
    }

    Map<String, String> overrides() {
        return others;
    }
}
