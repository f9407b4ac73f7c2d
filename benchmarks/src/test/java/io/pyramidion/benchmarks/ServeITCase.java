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
package io.pyramidion.benchmarks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import javax.imageio.ImageIO;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** The benchmark of the job under load, as short as it can be, beside its simulation. */
class ServeITCase {

    @TempDir private Path folder;

    @Test
    void servesALoadWithTheJob() throws IOException {
        StringWriter out = new StringWriter();
        CommandLine line = Bench.commandLine().setOut(new PrintWriter(out, true));
        String models = Path.of(System.getProperty("pyramidion.root"), "models").toString();

        String profile = folder.resolve("profile.json").toString();
        String[] measure = {
            "profile",
            "--models",
            models,
            "--out",
            profile,
            "--passes",
            "1",
            "--prompts",
            "2",
            "--tokens",
            "8"
        };
        String[] serve = {
            "serve", "--quick", "--models", models, "--out", folder + "", "--profile", profile
        };

        assertThat(line.execute(measure)).isZero();
        assertThat(line.execute(serve)).isZero();
        assertThat(out.toString()).contains("0 texts differ", "Within 15 % of what was measured");
        assertThat(Files.readString(folder.resolve("report.md")))
                .contains("| 0.50 | interactive | ours |", "best single fixed policy is plain")
                .contains("(latency.png)", "(tail.png)", "(tokens.png)", "(attainment.png)")
                .containsPattern(
                        "## Simulated\\R+[^|]+\\| load .*\\R.*\\R\\| 0.50 \\| plain \\| [0-9.]+ \\| [0-9.]+ ");
        assertThat(Files.readAllLines(folder.resolve("requests.csv"))).hasSizeGreaterThan(2);
        assertThat(folder.resolve("serve.json")).isNotEmptyFile();
        assertThat(ImageIO.read(folder.resolve("latency.png").toFile()).getWidth())
                .isGreaterThan(1000);
    }
}
