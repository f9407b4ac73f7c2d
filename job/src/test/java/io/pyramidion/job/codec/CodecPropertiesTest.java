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
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.TokenDelta;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/** What holds for every codec and every record; random, with seeds in the failure messages. */
class CodecPropertiesTest {

    private static final int RECORDS = 200;

    static Stream<Arguments> codecs() {
        return Stream.of(GenerationRequest.class, GenerationResult.class, TokenDelta.class)
                .flatMap(CodecPropertiesTest::codecs);
    }

    private static <T extends SpecificRecord> Stream<Arguments> codecs(Class<T> type) {
        return Stream.of(
                Arguments.of(new JsonCodec<>(type), type),
                Arguments.of(new AvroCodec<>(type), type));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    <T extends SpecificRecord> void readsBackWhatItWrote(ValueCodec<T> codec, Class<T> type) {
        for (long seed = 0; seed < RECORDS; seed++) {
            T datum = new RandomRecords(seed).next(type);
            byte[] bytes = codec.encode(datum);

            assertThat(codec.decode(bytes)).as("seed %d", seed).isEqualTo(datum);
            assertThat(codec.salvage(bytes, "request_id"))
                    .as("seed %d", seed)
                    .contains(datum.get(0).toString());
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    <T extends SpecificRecord> void refusesEveryTruncation(ValueCodec<T> codec, Class<T> type) {
        byte[] whole = codec.encode(new RandomRecords(7).next(type));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);

            assertThat(decodes(codec, cut, "length " + length)).as("length %d", length).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    <T extends SpecificRecord> void damagedBytesThrowNothingElse(
            ValueCodec<T> codec, Class<T> type) {
        int refused = 0;
        for (long seed = 0; seed < 10 * RECORDS; seed++) {
            Random random = new Random(seed);
            byte[] bytes = codec.encode(new RandomRecords(seed % RECORDS).next(type));
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            refused += decodes(codec, bytes, "seed " + seed) ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(RECORDS / 2);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    <T extends SpecificRecord> void garbageIsRefused(ValueCodec<T> codec, Class<T> type) {
        byte[] start = Arrays.copyOf(codec.encode(new RandomRecords(1).next(type)), 10);
        for (long seed = 0; seed < 10 * RECORDS; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            assertThat(decodes(codec, bytes, "seed " + seed)).as("seed %d", seed).isFalse();
            // Behind a right start, garbage reaches the fields; it may then happen to be a record.
            byte[] started = Arrays.copyOf(start, start.length + bytes.length);
            System.arraycopy(bytes, 0, started, start.length, bytes.length);
            decodes(codec, started, "seed " + seed + " with a right start");
        }
    }

    private static boolean decodes(ValueCodec<?> codec, byte[] bytes, String what) {
        try {
            codec.salvage(bytes, "request_id");
            codec.salvageMap(bytes, "metadata");
            codec.decode(bytes);
            return true;
        } catch (DecodeException e) {
            assertThat(e.getMessage()).as(what).isNotBlank().doesNotContain("\n");
            return false;
        } catch (RuntimeException e) {
            return fail(what, e);
        }
    }
}
