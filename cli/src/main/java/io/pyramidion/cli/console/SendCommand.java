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
package io.pyramidion.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.cli.kafka.BrokerContact;
import io.pyramidion.cli.kafka.KafkaArguments;
import io.pyramidion.cli.kafka.RequestLines;
import io.pyramidion.cli.kafka.RequestSender;
import io.pyramidion.cli.kafka.Topics;
import io.pyramidion.schemas.GenerationRequest;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

/** {@code pyramidion send}: puts a prompt, or a file of requests, on the request topic. */
@Command(
        name = "send",
        description = "Put a prompt or a JSONL file of requests on the request topic.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SendCommand implements Callable<Integer> {

    @Mixin private KafkaArguments kafka;
    @Spec private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "PROMPT", description = "The prompt to send.")
    private String prompt;

    @Option(
            names = "--file",
            paramLabel = "FILE.jsonl",
            description =
                    "JSONL file of requests: one JSON object on each line, with the field names of a"
                            + " request or its OpenAI spellings. Options supply the fields that a"
                            + " line omits.")
    private Path file;

    @Option(
            names = "--raw",
            description = "Continue the prompt as it is, without the model's chat template.")
    private boolean raw;

    @Option(
            names = "--speculation",
            paramLabel = "off|exact|assisted|fuzzy",
            description =
                    "Speculation mode; assisted and fuzzy change the text, and the job must allow"
                            + " them (default: the job's own mode).")
    private String speculation;

    private SendCommand() {}

    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new SendCommand());
        RequestFields.REQUEST.addTo(line.getCommandSpec());
        RequestFields.SPECULATION.addTo(line.getCommandSpec());
        RequestFields.SLO.addTo(line.getCommandSpec());
        return line;
    }

    @Override
    public Integer call() {
        if ((prompt == null) == (file == null)) {
            throw new ParameterException(
                    spec.commandLine(), "Give a prompt or --file FILE.jsonl, and not both.");
        }
        List<GenerationRequest> requests = requests(fields());
        Topics topics = kafka.topics();
        BrokerContact.require(topics);
        try (RequestSender sender = new RequestSender(topics)) {
            requests.forEach(sender::send);
            sender.flush();
        }
        requests.forEach(r -> spec.commandLine().getOut().println(r.getRequestId()));
        return 0;
    }

    private ObjectNode fields() {
        return RequestFields.REQUEST.readWithParts(
                spec.commandLine().getParseResult(), speculation);
    }

    private List<GenerationRequest> requests(ObjectNode fields) {
        return file == null
                ? List.of(RequestLines.of(prompt, raw, fields, UUID.randomUUID().toString()))
                : RequestLines.read(file, fields);
    }
}
