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
package io.pyramidion.cli.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pyramidion.cli.kafka.RequestLines;
import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.cli.terminal.Screen;
import io.pyramidion.local.FileProblem;
import io.pyramidion.schemas.GenerationRequest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a demo does until Ctrl-C: answers prompts typed at the terminal; where nobody types, sends
 * one of its own now and then, so that the dashboard has something to show.
 */
final class DemoConversation {

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final DemoRun run;
    private final Screen screen;
    private int asked;

    DemoConversation(DemoRun run, Screen screen) {
        this.run = run;
        this.screen = screen;
    }

    /** Returns only when the thread is interrupted. */
    void run() {
        if (screen.isLive()) {
            answerTyped();
        }
        screen.print("Sending a prompt now and then until Ctrl-C.");
        List<GenerationRequest> prompts = DemoPrompts.requests();
        while (pause()) {
            GenerationRequest prompt = prompts.get(asked % prompts.size());
            run.ask(
                    GenerationRequest.newBuilder(prompt)
                            .setRequestId(prompt.getRequestId() + "-" + ++asked)
                            .setSessionId(null)
                            .build());
        }
    }

    /** Answers line by line until standard input ends. */
    private void answerTyped() {
        BufferedReader typed =
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        screen.print("");
        screen.print(
                "Type a prompt and press Enter, for example: "
                        + screen.style().accent("Continue the story: The old clock struck"));
        screen.print("Ctrl-C stops everything.");
        try {
            for (String line = typed.readLine(); line != null; line = typed.readLine()) {
                if (!line.isBlank()) {
                    run.ask(request(line));
                }
            }
        } catch (IOException e) {
            throw new CommandException("Cannot read standard input: " + FileProblem.words(e), e);
        }
    }

    private GenerationRequest request(String prompt) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.put("stream", true);
        fields.put("temperature", 0.7);
        fields.put("max_tokens", 120);
        return RequestLines.of(prompt, false, fields, "you-" + ++asked);
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
