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
package io.pyramidion.benchmarks.simulate;

import io.pyramidion.simulation.SimulationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SimulateBenchTest {

    @TempDir private Path folder;

    @Test
    void reportsFactorsOfEachLoad() throws IOException {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new SimulateBench());
        line.setOut(new PrintWriter(out, true));
        int status =
                line.execute(
                        "--trace",
                        trace().toString(),
                        "--profile",
                        "l40-vicuna-7b-68m",
                        "--loads",
                        "0.25,1",
                        "--ways",
                        "plain,fixed-3,smartspec,adaptive",
                        "--slots",
                        "4",
                        "--out",
                        folder.toString());
        assertThat(status).isZero();
        assertThat(folder.resolve("report.md"))
                .content()
                .contains("| l40-vicuna-7b-68m | 0.25 |", "| l40-vicuna-7b-68m | 1.00 |");
        assertThat(folder.resolve("simulate.csv")).content().hasLineCount(9);
        assertThat(folder.resolve("simulate.png")).isNotEmptyFile();
    }

    @Test
    void comparesWithTheBestAndTheWorstFixedLength() {
        Cell ours = cell("adaptive", 100);
        String table =
                Factors.table(
                                List.of(
                                        cell("plain", 400),
                                        cell("fixed-1", 300),
                                        cell("fixed-3", 150),
                                        cell("smartspec", 125),
                                        ours))
                        .toMarkdown();
        assertThat(table).contains("| 100.00 | 4.00 | 1.50 | 3.00 |  | 1.25 | 0.50 | 0.50 |");
    }

    @Test
    void refusesWhatTheSimulationRefuses() {
        SimulateBench bench = new SimulateBench();
        new CommandLine(bench).parseArgs("--trace", "nowhere.csv", "--out", folder.toString());
        assertThatThrownBy(bench::call)
                .isInstanceOf(SimulationException.class)
                .hasMessage("trace is nowhere.csv; allowed: a file");
    }

    private static Cell cell(String way, double endToEnd) {
        return new Cell("m", 1, way, 1, 1, 1, 1, endToEnd, 1, 1, 0.5, 1);
    }

    private Path trace() throws IOException {
        StringBuilder lines = new StringBuilder("TIMESTAMP,ContextTokens,GeneratedTokens\n");
        for (int i = 0; i < 60; i++) {
            lines.append(i / 4.0)
                    .append(",")
                    .append(40 + i)
                    .append(",")
                    .append(10 + i)
                    .append("\n");
        }
        return Files.writeString(folder.resolve("trace.csv"), lines);
    }
}
