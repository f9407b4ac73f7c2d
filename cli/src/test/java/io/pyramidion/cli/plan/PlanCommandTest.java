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
package io.pyramidion.cli.plan;

import io.pyramidion.cli.terminal.CommandException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import javax.imageio.ImageIO;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlanCommandTest {

    private final StringWriter out = new StringWriter();

    @TempDir private Path folder;
    private Path trace;

    @BeforeEach
    void threeRequestsASecondForTenSeconds() throws IOException {
        StringBuilder lines = new StringBuilder("TIMESTAMP,ContextTokens,GeneratedTokens\n");
        for (int i = 0; i < 30; i++) {
            lines.append(i / 3.0)
                    .append(",")
                    .append(50 + i)
                    .append(",")
                    .append(20 + i)
                    .append("\n");
        }
        trace = Files.writeString(folder.resolve("trace.csv"), lines);
    }

    @Test
    void saysHowManyTaskManagersAreNeededWithAndWithoutSpeculation() throws IOException {
        Path chart = folder.resolve("capacity.png");
        run(
                "--scale",
                "8",
                "--slots",
                "4",
                "--slo-ttft",
                "300",
                "--slo-tpot",
                "12",
                "--task-managers",
                "1..16",
                "--out",
                chart.toString());
        assertThat(out.toString())
                .contains("Load:     240 requests in 10 s")
                .contains("first token within 300 ms, each further one within 12 ms")
                .contains("task managers  as wanted   TTFT mean")
                .containsPattern("plain: \\d+ task managers?\\.")
                .containsPattern("adaptive: \\d+ task managers?, \\d\\.\\d\\d × those of plain\\.");
        assertThat(ImageIO.read(chart.toFile()).getWidth()).isEqualTo(1000);
    }

    @Test
    void saysSoIfNoFleetWouldDo() {
        run("--slo-tpot", "0.5", "--task-managers", "1..2", "--ways", "plain");
        assertThat(out.toString()).contains("plain: 2 task managers would not do.");
    }

    @Test
    void refusesWrongInputByNameValueAndLimit() {
        refuses("--task-managers is 5..2; allowed: a number or A..B", "--task-managers", "5..2");
        refuses("--goal is 1.5; allowed: above 0, at most 1", "--goal", "1.5");
        refuses("slots is 0.0; allowed: 1 to 4096", "--slots", "0");
        refuses("slo-tpot is -1.0 ms; allowed: above 0", "--slo-tpot", "-1");
        refuses("--batch-share is 2.0; allowed: 0.0 to 1.0", "--batch-share", "2");
        refuses("--sample is -1; allowed: at least 0", "--sample", "-1");
        refuses("way is faster; allowed: plain, fixed-K", "--ways", "faster");
        refuses(
                "--kinds names poems; allowed in profile h100-8b-3b-1b: chat, tasks",
                "--kinds",
                "poems=1");
        refuses("--minutes is 0.0", "--minutes", "0");
    }

    @Test
    void itsExampleIsACommandLineThatIsUnderstood() {
        CommandLine line = new CommandLine(new PlanCommand());
        assertThat(line.getUsageMessage())
                .contains("Example:", "--slo-ttft=MS", "--profile=NAME|FILE");
        line.parseArgs(
                "--trace AzureLLMInferenceTrace_conv.csv --profile h100-8b-3b-1b --scale 20 --slots 32 --slo-ttft 1000 --slo-tpot 20"
                        .split(" "));
    }

    private void refuses(String message, String... arguments) {
        assertThatThrownBy(() -> command(arguments).call())
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith(message);
    }

    private void run(String... arguments) {
        assertThat(command(arguments).call()).isZero();
    }

    private PlanCommand command(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("--trace", trace.toString(), "--profile", "h100-8b-3b-1b"));
        all.addAll(List.of(arguments));
        PlanCommand command = new PlanCommand();
        CommandLine line = new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(new StringWriter()));
        line.parseArgs(all.toArray(new String[0]));
        return command;
    }
}
