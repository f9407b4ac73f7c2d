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
package io.pyramidion.engine.model;

import io.pyramidion.engine.model.SafetensorsWriter.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

class WeightsTest {

    private static final String ROW = "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    @TempDir private Path directory;

    @Test
    void readsEveryNumberFormat() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("single", Tensor.f32(new long[] {2, 2}, 1f, -2f, 3.5f, 0f));
        tensors.put("half", Tensor.f16(new long[] {2}, (short) 0x3C00, (short) 0xC000));
        tensors.put("brain", Tensor.bf16(new long[] {1}, 1.5f));
        tensors.put("scalar", Tensor.f32(new long[] {}, 7f));
        tensors.put("empty", Tensor.f32(new long[] {0, 3}));
        SafetensorsWriter.write(directory.resolve("model.safetensors"), tensors);

        try (Weights weights = Weights.open(directory)) {
            assertThat(weights.names())
                    .containsExactly("brain", "empty", "half", "scalar", "single");
            assertThat(weights.info("single"))
                    .isEqualTo(new TensorInfo(DType.F32, new long[] {2, 2}, 16));
            assertThat(weights.info("half").dtype()).isEqualTo(DType.F16);
            ByteBuffer single = only(weights.bytes("single"));
            assertThat(single.isDirect() && single.isReadOnly()).isTrue();
            assertThat(single.getFloat(4)).isEqualTo(-2f);
            assertThat(single.getFloat(8)).isEqualTo(3.5f);
            assertThat(only(weights.bytes("half")).getShort(2)).isEqualTo((short) 0xC000);
            assertThat(only(weights.bytes("brain")).getShort(0)).isEqualTo((short) 0x3FC0);
            assertThat(only(weights.bytes("scalar")).getFloat(0)).isEqualTo(7f);
            assertThat(weights.bytes("empty")).isEmpty();
        }
    }

    @Test
    void readsShardsByTheirIndex() throws IOException {
        shard("a.safetensors", "x", 1f);
        shard("b.safetensors", "y", 2f);
        index("\"x\": \"a.safetensors\", \"y\": \"b.safetensors\"");

        try (Weights weights = Weights.open(directory)) {
            assertThat(only(weights.bytes("x")).getFloat(0)).isEqualTo(1f);
            assertThat(only(weights.bytes("y")).getFloat(0)).isEqualTo(2f);
        }
    }

    @Test
    void readsATensorInSlicesOfWholeNumbers() throws IOException {
        float[] numbers = new float[3_000_001];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("odd", Tensor.bf16(new long[] {1}, 1f));
        tensors.put("large", Tensor.f32(new long[] {numbers.length}, numbers));
        tensors.put("empty", Tensor.f32(new long[] {0, 3}));
        SafetensorsWriter.write(directory.resolve("model.safetensors"), tensors);

        try (Weights weights = Weights.open(directory)) {
            FloatBuffer read = FloatBuffer.allocate(numbers.length);
            weights.read(
                    "large",
                    slice -> {
                        assertThat(slice.isDirect()).isTrue();
                        assertThat(slice.remaining() % Float.BYTES).isZero();
                        read.put(slice.asFloatBuffer());
                    });
            assertThat(read.array()).isEqualTo(numbers);
            weights.read("empty", slice -> fail("an empty tensor has no slices"));
        }
    }

    @Test
    void buffersOutliveTheWeights() throws IOException {
        shard("model.safetensors", "x", 4f);
        Weights weights = Weights.open(directory);
        ByteBuffer buffer = only(weights.bytes("x"));

        weights.close();

        assertThat(buffer.getFloat(0)).isEqualTo(4f);
    }

    @Test
    void mapsATensorBeyondTwoGibibytesInWholeRows() throws IOException {
        // 700,003 rows of 4,096 bytes: 2.7 GiB. The file is sparse and takes no room.
        long rows = 700_003;
        long row = 4096;
        Path file = directory.resolve("model.safetensors");
        SafetensorsWriter.writeRaw(
                file,
                String.format(
                        "{\"big\":{\"dtype\":\"F32\",\"shape\":[%d,1024],\"data_offsets\":[0,%d]}}",
                        rows, rows * row),
                new byte[0]);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            long end = sparse.length() + rows * row;
            sparse.setLength(end);
            sparse.seek(end - 1);
            sparse.write(0x7F);
        }

        try (Weights weights = Weights.open(directory)) {
            List<ByteBuffer> slices = weights.bytes("big");
            assertThat(slices).hasSize(3);
            assertThat(slices)
                    .allSatisfy(
                            slice -> {
                                assertThat(slice.remaining() % row).isZero();
                                assertThat(slice.remaining()).isLessThanOrEqualTo(1 << 30);
                            });
            assertThat(slices.stream().mapToLong(ByteBuffer::remaining).sum())
                    .isEqualTo(rows * row);
            ByteBuffer last = slices.get(2);
            assertThat(last.get(last.limit() - 1)).isEqualTo((byte) 0x7F);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "nonsense ! header is damaged",
                "[] ! not a JSON object",
                "{\"x\":{\"shape\":[2],\"data_offsets\":[0,8]}} ! tensor x: dtype is ",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}} ! tensor x: shape",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}"
                        + " ! tensor x: shape is [-2]",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}"
                        + " ! F32[3] has 8 bytes; wanted: 12",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}"
                        + " ! tensor x: data_offsets is [8,0]",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}"
                        + " ! tensor x: data_offsets is [0]",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}"
                        + " ! tensor x: ends at byte",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}"
                        + " ! tensor x: leaves a gap",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}"
                        + " ! 4 bytes follow the last tensor",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],"
                        + "\"data_offsets\":[0,8]}} ! tensor x is larger than any file",
                "{\"x\":"
                        + ROW
                        + ",\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}"
                        + " ! tensor y: overlaps",
                "{\"x\":" + ROW + ",\"x\":" + ROW + "} ! Duplicate field 'x'",
            })
    void refusesDamagedHeaders(String header, String named) throws IOException {
        Path file = directory.resolve("model.safetensors");
        SafetensorsWriter.writeRaw(file, header, new byte[8]);

        assertThatThrownBy(() -> Weights.open(directory))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(named);
    }

    @Test
    void refusesHeaderLengthsThatCannotBe() throws IOException {
        Path file = directory.resolve("model.safetensors");

        Files.write(file, new byte[] {1, 2, 3});
        refuses("has 3 bytes and is not a safetensors file");
        Files.write(file, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
        refuses("length is 18446744073709551615 bytes; allowed: at most 100000000");
        Files.write(file, new byte[] {100, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
        refuses("the header has 100 bytes but the file has only 10");
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\nsize 5\n");
        refuses("is a Git LFS pointer");
    }

    @Test
    void refusesAnIndexThatDoesNotFitItsShards() throws IOException {
        shard("a.safetensors", "x", 1f);

        index("\"x\": \"a.safetensors\", \"y\": \"gone.safetensors\"");
        refuses("gone.safetensors is missing");
        index("\"x\": \"../a.safetensors\"");
        refuses("weight_map.x is \"../a.safetensors\"");
        index("");
        refuses("weight_map is empty");
    }

    @Test
    void theIndexDecidesWhichFilesAreReadAndNotWhichTensorsAreInThem() throws IOException {
        shard("a.safetensors", "x", 1f);
        shard("b.safetensors", "y", 2f);
        shard("unnamed.safetensors", "z", 3f);
        index("\"y\": \"a.safetensors\", \"x\": \"b.safetensors\", \"stale\": \"a.safetensors\"");

        try (Weights weights = Weights.open(directory)) {
            assertThat(weights.names()).containsExactly("x", "y");
            assertThat(only(weights.bytes("y")).getFloat(0)).isEqualTo(2f);
            assertThatThrownBy(() -> weights.info("stale"))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("a.safetensors: tensor stale is missing but model.safe");
        }
    }

    @Test
    void refusesATensorOfWhichTwoFilesHaveNumbersWhenItIsWanted() throws IOException {
        shard("a.safetensors", "x", 1f);
        shard("b.safetensors", "x", 2f);
        index("\"x\": \"a.safetensors\", \"y\": \"b.safetensors\"");

        try (Weights weights = Weights.open(directory)) {
            for (ThrowingCallable asked :
                    List.<ThrowingCallable>of(
                            () -> weights.info("x"),
                            () -> weights.bytes("x"),
                            () -> weights.read("x", slice -> {}))) {
                assertThatThrownBy(asked)
                        .isInstanceOf(ModelException.class)
                        .hasMessageContaining("tensor x is in ")
                        .hasMessageContaining("a.safetensors and ")
                        .hasMessageContaining("b.safetensors; allowed: in one of them");
            }
        }
    }

    @Test
    void neverLoadsPickles() throws IOException {
        refuses("wanted: model.safetensors or model.safetensors.index.json");
        Files.write(directory.resolve("pytorch_model.bin"), new byte[4]);
        refuses("pytorch_model.bin is a pickle and is never loaded");
    }

    @Test
    void namesATensorThatIsNotThere() throws IOException {
        shard("model.safetensors", "x", 1f);

        try (Weights weights = Weights.open(directory)) {
            assertThatThrownBy(() -> weights.bytes("y"))
                    .isInstanceOf(ModelException.class)
                    .hasMessageEndingWith("tensor y is missing");
        }
    }

    private void refuses(String named) {
        assertThatThrownBy(() -> Weights.open(directory))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining(named);
    }

    private void shard(String file, String tensor, float value) throws IOException {
        SafetensorsWriter.write(
                directory.resolve(file), Map.of(tensor, Tensor.f32(new long[] {1}, value)));
    }

    private void index(String entries) throws IOException {
        Files.write(
                directory.resolve("model.safetensors.index.json"),
                ("{\"weight_map\": {" + entries + "}}").getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuffer only(List<ByteBuffer> slices) {
        assertThat(slices).hasSize(1);
        return slices.get(0);
    }
}
