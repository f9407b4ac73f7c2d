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
package io.pyramidion.peers.worker;

import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * An engine in a process of its own. It says that it has loaded, then answers one {@link Question}
 * a line until its input ends. What native libraries print beside that is not marked, and ignored.
 */
public interface Worker extends AutoCloseable {

    /** Begins the lines that are meant for the benchmark. */
    String MARK = "@peers ";

    /** What a worker says once it can answer. */
    String READY = "\"ready\"";

    Answers answer(Question question) throws Exception;

    static void serve(Worker worker) throws Exception {
        ObjectMapper json = new ObjectMapper();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        out.println(MARK + READY);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Question question = json.readValue(line, Question.class);
            out.println(MARK + json.writeValueAsString(worker.answer(question)));
        }
    }
}
