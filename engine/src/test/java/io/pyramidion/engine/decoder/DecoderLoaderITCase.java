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

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.ModelException;
import io.pyramidion.engine.model.SafetensorsWriter;
import io.pyramidion.engine.model.SafetensorsWriter.Tensor;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DecoderLoaderITCase {

    private final DecoderLoader loader = new DecoderLoader(1);

    @TempDir private Path folder;

    @Test
    void tellsHowFarItIsUntilAllIsRead() {
        Path draft = BundledFamily.directory().resolve("draft");
        List<Long> reads = new ArrayList<>();
        List<Long> totals = new ArrayList<>();

        loader.load(
                        ModelDirectory.open(draft),
                        Precision.FLOAT32,
                        (model, read, total) -> {
                            assertThat(model).isEqualTo(draft);
                            reads.add(read);
                            totals.add(total);
                        })
                .close();

        assertThat(reads).isSorted().doesNotHaveDuplicates();
        assertThat(totals).containsOnly(reads.get(reads.size() - 1));
    }

    @Test
    void namesATensorThatIsMissingOrOfAnotherShape() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        refuses(tensors, "tensor model.embed_tokens.weight is missing");
        tensors.put("model.embed_tokens.weight", Tensor.f32(new long[] {2, 3}, new float[6]));
        refuses(
                tensors,
                "tensor model.embed_tokens.weight has shape [2, 3]; wanted by config.json");
    }

    @Test
    void aLoadThatFailsKeepsNoMemory() throws IOException {
        ModelDirectory target = ModelDirectory.open(BundledFamily.target());
        long before = failing(target);
        for (int i = 0; i < 30; i++) {
            failing(target);
        }
        // Each kept would be 20 MB.
        assertThat(failing(target) - before).isLessThan(200_000_000);
    }

    /** Fails when nearly all is read. Returns the memory in use then, in bytes. */
    private long failing(ModelDirectory model) throws IOException {
        assertThatThrownBy(
                        () ->
                                loader.load(
                                        model,
                                        Precision.FLOAT32,
                                        (directory, read, total) -> {
                                            if (read > 0.9 * total) {
                                                throw new ModelException("enough");
                                            }
                                        }))
                .isInstanceOf(ModelException.class)
                .hasMessage("enough");
        return resident();
    }

    private static long resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        Assumptions.assumeThat(status).isReadable();
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void refuses(Map<String, Tensor> tensors, String named) throws IOException {
        Files.copy(
                BundledFamily.target().resolve("config.json"),
                folder.resolve("config.json"),
                StandardCopyOption.REPLACE_EXISTING);
        SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors);
        assertThatThrownBy(() -> loader.load(ModelDirectory.open(folder), Precision.FLOAT32))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(named);
    }
}
