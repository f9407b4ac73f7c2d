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
package io.pyramidion.job.options;

import io.pyramidion.operators.settings.BoundedOption;
import io.pyramidion.operators.settings.Limit;

import java.time.Duration;
import java.util.List;

import static org.apache.flink.configuration.ConfigOptions.key;

/** Files that requests are read from and that results are written to. */
public final class FileOptions {

    public static final BoundedOption<String> INPUT =
            BoundedOption.of(
                    key("pyramidion.files.input")
                            .stringType()
                            .noDefaultValue()
                            .withDescription(
                                    "With job.source: files, what is read: a file, a folder, or a"
                                            + " pattern such as /data/*.jsonl. Files ending in .gz"
                                            + " and .zst are unpacked."),
                    Limit.text());

    public static final BoundedOption<String> OUTPUT =
            BoundedOption.of(
                    key("pyramidion.files.output")
                            .stringType()
                            .noDefaultValue()
                            .withDescription(
                                    "With job.sink: files, what is written: a file or, if it ends"
                                            + " in / or is a folder, a file in it for each file"
                                            + " of the input. Lines appear as checkpoints"
                                            + " complete, exactly once. All task managers must"
                                            + " reach it by this path."),
                    Limit.text());

    public static final BoundedOption<String> ERRORS =
            BoundedOption.of(
                    key("pyramidion.files.errors")
                            .stringType()
                            .noDefaultValue()
                            .withDescription(
                                    "File for rows that failed. Default: they are in the output"
                                            + " too, with their error."),
                    Limit.text());

    public static final BoundedOption<FileFormat> FORMAT =
            BoundedOption.of(
                    key("pyramidion.files.format")
                            .enumType(FileFormat.class)
                            .defaultValue(FileFormat.AUTO)
                            .withDescription(
                                    "Format of the rows, of input and output. auto: by the name"
                                            + " and the first row of the first file; jsonl where"
                                            + " the source is Kafka."),
                    Limit.anyOf(FileFormat.class));

    public static final BoundedOption<String> PROMPT_COLUMN =
            column("prompt", "prompt", "the prompt");

    public static final BoundedOption<String> MESSAGES_COLUMN =
            column("messages", "messages", "the messages");

    public static final BoundedOption<String> ID_COLUMN =
            column(
                    "id",
                    "request_id",
                    "the request's id; a row without it has file:line as its id");

    public static final BoundedOption<String> SESSION_COLUMN =
            column("session", "session_id", "the session");

    public static final BoundedOption<Boolean> CHAT =
            BoundedOption.of(
                    key("pyramidion.files.chat")
                            .booleanType()
                            .defaultValue(false)
                            .withDescription(
                                    "Whether a row's prompt is a message of a user, which is"
                                            + " written with the model's chat template. If not,"
                                            + " the model continues it as it is. Not used by"
                                            + " format openai."),
                    Limit.trueOrFalse());

    public static final BoundedOption<String> SYSTEM =
            BoundedOption.of(
                    key("pyramidion.files.system")
                            .stringType()
                            .noDefaultValue()
                            .withDescription(
                                    "Message of the system before each prompt; with files.chat."
                                            + " Default: none."),
                    Limit.text());

    public static final BoundedOption<String> RESULT_PREFIX =
            BoundedOption.of(
                    key("pyramidion.files.result-prefix")
                            .stringType()
                            .defaultValue("")
                            .withDescription(
                                    "Beginning of the names of the columns that are added, for"
                                            + " rows that have columns of the same names: with"
                                            + " answer_, the text is in answer_text."),
                    new Limit<>(
                            "String",
                            prefix -> prefix.matches("[A-Za-z_][A-Za-z0-9_]*|"),
                            "letters, digits and underscores, no digit first"));

    public static final BoundedOption<String> DEFAULTS =
            BoundedOption.of(
                    key("pyramidion.files.defaults")
                            .stringType()
                            .noDefaultValue()
                            .withDescription(
                                    "Request fields for rows that do not set them, as a JSON"
                                            + " object: {\"max_tokens\": 64}. Default: none."),
                    Limit.text());

    public static final BoundedOption<Duration> WITHIN =
            BoundedOption.of(
                    key("pyramidion.files.within")
                            .durationType()
                            .noDefaultValue()
                            .withDescription(
                                    "Time that all rows have from the start of the job. Those that"
                                            + " are not finished by then end with finish_reason"
                                            + " deadline_exceeded or, in format openai, with code"
                                            + " batch_expired. Default: no limit."),
                    Limit.atLeast(Duration.ofMillis(1), Duration.ofHours(2)));

    public static final BoundedOption<Boolean> KEEP_ORDER =
            BoundedOption.of(
                    key("pyramidion.files.keep-order")
                            .booleanType()
                            .defaultValue(false)
                            .withDescription(
                                    "Whether results are written in the order of the rows. Then"
                                            + " one subtask reads all files, one after the"
                                            + " other, and results wait for those before"
                                            + " them. Source and sink must be files."),
                    Limit.trueOrFalse());

    public static final BoundedOption<Boolean> STRICT =
            BoundedOption.of(
                    key("pyramidion.files.strict")
                            .booleanType()
                            .defaultValue(false)
                            .withDescription(
                                    "Whether a file of format openai is refused that has more rows"
                                            + " or bytes than the OpenAI API allows: 50,000 rows,"
                                            + " 200 MB. If not, a warning is logged."),
                    Limit.trueOrFalse());

    public static final BoundedOption<Boolean> OVERWRITE =
            BoundedOption.of(
                    key("pyramidion.files.overwrite")
                            .booleanType()
                            .defaultValue(false)
                            .withDescription(
                                    "Whether output that exists is replaced when the job starts"
                                            + " without a checkpoint. If not, the job does not"
                                            + " start."),
                    Limit.trueOrFalse());

    public static final BoundedOption<String> PROGRESS =
            BoundedOption.of(
                    key("pyramidion.files.progress")
                            .stringType()
                            .noDefaultValue()
                            .withDescription(
                                    "File that holds, as JSON, how many rows are answered and how"
                                            + " many tokens were generated, as of the last"
                                            + " checkpoint. Default: none."),
                    Limit.text());

    private FileOptions() {}

    /** All of them, in the order of the documentation. */
    static List<BoundedOption<?>> all() {
        return List.of(
                INPUT,
                OUTPUT,
                ERRORS,
                FORMAT,
                PROMPT_COLUMN,
                MESSAGES_COLUMN,
                ID_COLUMN,
                SESSION_COLUMN,
                CHAT,
                SYSTEM,
                RESULT_PREFIX,
                DEFAULTS,
                WITHIN,
                KEEP_ORDER,
                STRICT,
                OVERWRITE,
                PROGRESS);
    }

    private static BoundedOption<String> column(String name, String standard, String what) {
        return BoundedOption.of(
                key("pyramidion.files." + name + "-column")
                        .stringType()
                        .defaultValue(standard)
                        .withDescription(
                                "Column that holds " + what + ". Not used by format openai."),
                Limit.text());
    }
}
