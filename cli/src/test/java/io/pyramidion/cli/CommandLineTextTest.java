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
package io.pyramidion.cli;

import io.pyramidion.cli.terminal.CommandException;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CommandLineTextTest {

    @Test
    void takesTheTextsOfTheSystemForThoseThatJavaCouldNotRead() {
        byte[] system = command(StandardCharsets.UTF_8, "send", "Café \u732b", "", "--n");

        assertThat(CommandLineText.of(new String[] {"send", "Caf?? ???", "", "--n"}, system))
                .containsExactly("send", "Café \u732b", "", "--n");
        assertThat(CommandLineText.of(new String[] {}, system)).isEmpty();
    }

    @Test
    void refusesATextInAnotherEncoding() {
        byte[] system = command(StandardCharsets.ISO_8859_1, "send", "Café");

        assertThatThrownBy(() -> CommandLineText.of(new String[] {"send", "Caf\uFFFD"}, system))
                .isInstanceOf(CommandException.class)
                .hasMessage("argument 2 has byte 0xe9 at offset 3; allowed: valid UTF-8");
    }

    @Test
    void aPromptIsTheSameInTheCLocale() throws IOException, InterruptedException {
        // By way of a shell, since the locale of this process may be C too.
        ProcessBuilder builder =
                new ProcessBuilder(
                        "bash",
                        "-c",
                        "exec \"$@\" run --kafka.gr$(printf '\\303\\274')ppe x",
                        "bash",
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName());
        builder.environment().put("LC_ALL", "C");
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();

        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(said).contains("kafka.gr\u00fcppe");
    }

    private static byte[] command(Charset charset, String... arguments) {
        String all = "java\0-cp\0x:y\0io.pyramidion.cli.Main\0";
        return (all + String.join("\0", List.of(arguments)) + "\0").getBytes(charset);
    }
}
