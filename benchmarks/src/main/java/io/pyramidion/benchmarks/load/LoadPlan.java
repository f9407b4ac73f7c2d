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
package io.pyramidion.benchmarks.load;

import io.pyramidion.benchmarks.family.PromptLines;
import io.pyramidion.benchmarks.load.LoadRecord.Kind;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.schemas.ChatMessages;
import io.pyramidion.schemas.GenerationRequest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The records of a load: a function of seed and number, so that two runs get the same. Short
 * requests that stream; one in five belongs to a session of several turns; one in {@value #POISON}
 * is poison of some kind; one in {@value #TWICE} comes twice.
 */
public final class LoadPlan {

    /**
     * Largest record that the job under load shall decode, bytes: {@code kafka.max-record-bytes}.
     */
    public static final int MAX_RECORD_BYTES = 512 << 10;

    private static final int POISON = 24;
    private static final int TWICE = 16;
    private static final int SESSION_EVERY = 5;
    private static final int SESSIONS_AT_ONCE = 4;
    private static final int TURNS = 5;
    private static final int MIN_TOKENS = 8;
    private static final int MAX_TOKENS = 64;
    private static final int TOO_BIG = MAX_RECORD_BYTES + 1;
    private static final int TOO_LONG_WORDS = 4000;

    private final long seed;
    private final List<String> prompts;
    private final JsonCodec<GenerationRequest> codec = new JsonCodec<>(GenerationRequest.class);

    private LoadPlan(long seed, List<String> prompts) {
        this.seed = seed;
        this.prompts = prompts;
    }

    /**
     * Reads the prompts.
     *
     * @param prompts JSON lines with a field {@code prompt}
     */
    public static LoadPlan of(long seed, Path prompts) {
        return new LoadPlan(
                seed,
                PromptLines.read(prompts).stream()
                        .map(line -> line.path("prompt").asText())
                        .toList());
    }

    /** The record of a number, from 0. */
    public LoadRecord record(int number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        String id = "r-" + number;
        if (number % POISON == POISON - 1) {
            return poison(id, random.nextInt(5), random);
        }
        GenerationRequest request = request(id, random);
        if (number % SESSION_EVERY == 0) {
            request.setSessionId(session(number / SESSION_EVERY));
            request.setMessages(List.of(ChatMessages.of("user", question(request.getPrompt()))));
            request.setPrompt(null);
        }
        String key = request.getSessionId() == null ? id : request.getSessionId();
        return new LoadRecord(id, key, codec.encode(request), Kind.GOOD);
    }

    /** Whether a record is sent twice, as by a producer that retries; it must count once. */
    public boolean isSentTwice(int number) {
        return number % TWICE == 0 && record(number).kind() == Kind.GOOD;
    }

    private GenerationRequest request(String id, SplittableRandom random) {
        return GenerationRequest.newBuilder()
                .setRequestId(id)
                .setPrompt(prompts.get(random.nextInt(prompts.size())))
                .setMaxTokens(random.nextInt(MIN_TOKENS, MAX_TOKENS + 1))
                .setTemperature(random.nextInt(4) == 0 ? 0 : 0.8)
                .setSeed(random.nextLong(1L << 32))
                .setStream(true)
                .build();
    }

    private LoadRecord poison(String id, int kind, SplittableRandom random) {
        GenerationRequest request = request(id, random);
        switch (kind) {
            case 0:
                byte[] noise = new byte[random.nextInt(1, 200)];
                random.nextBytes(noise);
                noise[0] = 1;
                return new LoadRecord(id, id, noise, Kind.UNREADABLE);
            case 1:
                byte[] whole = codec.encode(request);
                byte[] cut = Arrays.copyOf(whole, whole.length - 3);
                return new LoadRecord(id, id, cut, Kind.REFUSED);
            case 2:
                request.setModel("no-such-model");
                return new LoadRecord(id, id, codec.encode(request), Kind.REFUSED);
            case 3:
                request.setPrompt("word ".repeat(TOO_LONG_WORDS));
                return new LoadRecord(id, id, codec.encode(request), Kind.REFUSED);
            default:
                byte[] big = "x".repeat(TOO_BIG).getBytes(StandardCharsets.UTF_8);
                return new LoadRecord(id, id, big, Kind.UNREADABLE);
        }
    }

    private static String session(int number) {
        int block = number / (SESSIONS_AT_ONCE * TURNS);
        return "s-" + (block * SESSIONS_AT_ONCE + number % SESSIONS_AT_ONCE);
    }

    /** The bundled prompts have the family's template applied already; a message has not. */
    private static String question(String prompt) {
        return prompt.replaceAll("<\\|[a-z]+\\|>", "");
    }
}
