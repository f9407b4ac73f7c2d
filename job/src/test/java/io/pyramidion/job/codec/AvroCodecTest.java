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
package io.pyramidion.job.codec;

import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.TokenDelta;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

class AvroCodecTest {

    private static final AvroCodec<GenerationRequest> CODEC =
            new AvroCodec<>(GenerationRequest.class);

    @Test
    void readsWhatTheGeneratedClassWrites() throws IOException {
        GenerationRequest request = request("Once");

        byte[] bytes = CODEC.encode(request);

        assertThat(bytes).isEqualTo(request.toByteBuffer().array());
        assertThat(CODEC.decode(bytes)).isEqualTo(request);
    }

    @Test
    void refusesBytesThatAreNoAvroSingleObject() {
        byte[] json = "{\"request_id\":\"r\"}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> CODEC.decode(json))
                .isInstanceOf(DecodeException.class)
                .hasMessage(
                        "The value is not an Avro single object: it has 18 bytes and starts with 7b"
                                + " 22; allowed: bytes that start with c3 01 and the schema's fingerprint");
        assertThatThrownBy(() -> CODEC.decode(new byte[0]))
                .hasMessageContaining("0 bytes and starts with nothing");
    }

    @Test
    void refusesAnUnknownSchema() {
        byte[] delta =
                new AvroCodec<>(TokenDelta.class)
                        .encode(new RandomRecords(3).next(TokenDelta.class));

        assertThatThrownBy(() -> CODEC.decode(delta))
                .isInstanceOf(DecodeException.class)
                .hasMessageMatching(
                        "The value has schema fingerprint [0-9a-f]{16}; allowed: [0-9a-f]{16},"
                                + " io.pyramidion.schemas.GenerationRequest");
    }

    @Test
    void refusesWhatFollowsTheRecord() {
        byte[] whole = CODEC.encode(request("Once"));
        byte[] longer = Arrays.copyOf(whole, whole.length + 3);

        assertThatThrownBy(() -> CODEC.decode(longer))
                .hasMessage("3 bytes follow the record; allowed: none");
    }

    @Test
    void refusesInvalidUtf8NamingTheField() {
        byte[] bytes = CODEC.encode(request("XYZ"));
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("XYZ") + 1] = (byte) 0xc0;

        assertThatThrownBy(() -> CODEC.decode(bytes))
                .asInstanceOf(type(DecodeException.class))
                .satisfies(e -> assertThat(e.field()).isEqualTo("prompt"))
                .satisfies(
                        e ->
                                assertThat(e)
                                        .hasMessage(
                                                "prompt has byte 0xc0 at offset 1; allowed: valid"
                                                        + " UTF-8"));
        assertThat(CODEC.salvage(bytes, "request_id")).contains("r");
    }

    @Test
    void salvagesAMapOfTextsBeforeTheDamage() {
        GenerationRequest request = request("p");
        request.setMetadata(Map.of("row", "12", "file", "a"));
        byte[] whole = CODEC.encode(request);
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        byte[] cut = Arrays.copyOf(whole, whole.length - 1);

        assertThat(CODEC.salvageMap(whole, "metadata")).isEqualTo(request.getMetadata());
        assertThat(CODEC.salvageMap(longer, "metadata")).isEqualTo(request.getMetadata());
        assertThat(CODEC.salvageMap(cut, "metadata")).isEmpty();
        assertThat(CODEC.salvageMap(whole, "logit_bias")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1_500_000_000L, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void neverAllocatesWhatALengthOnlyClaims(long length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(CODEC.encode(request("p")), 0, 10);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        encoder.writeLong(length);
        encoder.flush();
        bytes.write(new byte[10]);

        assertThatThrownBy(() -> CODEC.decode(bytes.toByteArray()))
                .isInstanceOf(DecodeException.class)
                .hasMessage(
                        "request_id has length "
                                + length
                                + "; allowed: at most the 10 bytes that are left");
    }

    private static GenerationRequest request(String prompt) {
        GenerationRequest request = new RandomRecords(5).next(GenerationRequest.class);
        request.setRequestId("r");
        request.setSessionId(null);
        request.setModel(null);
        request.setPrompt(prompt);
        return request;
    }
}
