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
package io.pyramidion.engine.decoder;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The archive that Java loads is what its Python source says. */
class DecoderProgramTest {

    private static final Path PYTHON =
            Path.of(System.getProperty("pyramidion.root"), "engine/src/main/python");

    @Test
    void archiveAndSourceAreThoseThatWereExportedTogether() throws Exception {
        String sums = new String(resource("decoder.sha256"), StandardCharsets.UTF_8);
        assertThat(sums)
                .contains(sha256(Files.readAllBytes(PYTHON.resolve("decoder.py"))) + "  decoder.py")
                .contains(sha256(resource("decoder.pt")) + "  decoder.pt");
    }

    @Test
    void archiveAndSourceComputeTheSameWherePythonHasPyTorch() throws Exception {
        Assumptions.assumeTrue(python("-c", "import torch") == 0, "PyTorch for Python is absent");
        assertThat(python("check.py")).isZero();
    }

    private static int python(String... arguments) throws InterruptedException {
        List<String> command =
                new java.util.ArrayList<>(
                        List.of(System.getenv().getOrDefault("PYTHON", "python3"), "-B"));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .directory(PYTHON.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Decoder.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
