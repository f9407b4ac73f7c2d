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
package io.pyramidion.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.trace.v1.Span;
import io.pyramidion.job.codec.AvroCodec;
import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.job.codec.ValueCodec;
import io.pyramidion.job.kafka.BrokerCheck;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import io.pyramidion.local.FreePorts;
import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalFlink;
import io.pyramidion.schemas.GenerationRequest;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.TokenDelta;
import io.pyramidion.schemas.TokenTrace;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The job on a real broker with the bundled models. */
class RequestsToResultsITCase {

    private static final Installation INSTALLATION = Installation.current();
    private static final int ANSWERED_BAD_RECORDS = 8;
    private static final int TEN_MEGABYTES = 10_000_000;
    private static final long A_DAY = 86_400_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @RegisterExtension static final SharedBroker BROKER = new SharedBroker();

    @Test
    void servesJsonAndLetsNoBadRecordStopIt() throws Exception {
        Map<String, byte[]> bad = badRecords();
        List<JsonNode> golden = golden(4);
        try (TestTopics topics = new TestTopics(BROKER.get(), "json")) {
            topics.create(Map.of());
            Settings settings = settings(topics, "--kafka.max-record-bytes=1 mb");
            try (LocalFlink flink = start(settings)) {
                topics.send(goldenRequest(topics, golden, 0));
                for (Map.Entry<String, byte[]> record : bad.entrySet()) {
                    topics.send(
                            new ProducerRecord<>(
                                    topics.requests, utf8(record.getKey()), record.getValue()));
                }
                for (int i = 1; i < golden.size(); i++) {
                    topics.send(goldenRequest(topics, golden, i));
                }
                await().atMost(PATIENCE)
                        .until(
                                () ->
                                        topics.read(topics.results).size()
                                                >= golden.size() + ANSWERED_BAD_RECORDS);
                await().atMost(PATIENCE)
                        .until(() -> topics.read(topics.deadLetters).size() >= bad.size());

                assertGolden(topics, golden);
                assertDeadLetters(topics, bad);
                assertThat(flink.rest().get("/jobs/" + flink.jobId()).path("state").asText())
                        .isEqualTo("RUNNING");
            }
        }
    }

    @Test
    void servesAvroToTheEndOfABoundedTopic() throws Exception {
        AvroCodec<GenerationRequest> requests = new AvroCodec<>(GenerationRequest.class);
        List<JsonNode> golden = golden(3);
        try (TestTopics topics = new TestTopics(BROKER.get(), "avro")) {
            topics.create(Map.of("max.message.bytes", "100000"));
            for (int i = 0; i < golden.size(); i++) {
                byte[] value = requests.encode(json(goldenRequest(topics, golden, i).value()));
                topics.send(new ProducerRecord<>(topics.requests, utf8("k" + i), value));
            }
            byte[] whole = requests.encode(json(utf8("{\"request_id\":\"cut\",\"prompt\":\"p\"}")));
            topics.send(
                    new ProducerRecord<>(
                            topics.requests, utf8("cut"), Arrays.copyOf(whole, whole.length - 3)));
            byte[] big = new byte[TEN_MEGABYTES];
            topics.send(new ProducerRecord<>(topics.requests, utf8("big"), big));
            Settings settings =
                    settings(topics, "--kafka.value-format=avro", "--kafka.bounded=true");
            try (LocalFlink flink = start(settings)) {
                flink.awaitEnd();
            }

            Map<String, GenerationResult> results =
                    results(topics, topics.results, new AvroCodec<>(GenerationResult.class));
            assertThat(results).hasSize(golden.size() + 1);
            for (int i = 0; i < golden.size(); i++) {
                assertThat(results.get("golden-" + i).getTokenIds()).isEqualTo(ids(golden.get(i)));
                assertToldOf(results.get("golden-" + i));
            }
            assertThat(results.get("cut").getError().getStage()).isEqualTo("decode");
            assertThat(topics.read(topics.deadLetters))
                    .extracting(record -> text(record.key()))
                    .containsExactlyInAnyOrder("cut", "big");
            ConsumerRecord<byte[], byte[]> bigLetter =
                    topics.read(topics.deadLetters).stream()
                            .filter(record -> text(record.key()).equals("big"))
                            .findFirst()
                            .orElseThrow();
            assertThat(bigLetter.value().length).isBetween(90_000, 100_000);
            assertThat(header(bigLetter, "pyramidion.error.cut"))
                    .isEqualTo("value of 10000000 bytes");
        }
    }

    @Test
    void answersSessionsStreamsAndRepliesWithTheSendersHeaders() throws Exception {
        try (TestTopics topics = new TestTopics(BROKER.get(), "reply");
                TraceCollector collector = new TraceCollector()) {
            topics.create(Map.of());
            for (int turn = 0; turn < 2; turn++) {
                topics.send(
                        request(
                                topics,
                                "s",
                                "'request_id':'turn-"
                                        + turn
                                        + "','session_id':'s','max_tokens':8,"
                                        + "'messages':[{'role':'user','content':'Hello'}]"));
            }
            ProducerRecord<byte[], byte[]> streamed =
                    request(
                            topics,
                            "k",
                            "'request_id':'streamed','prompt':'Once upon','max_tokens':24,"
                                    + "'ignore_eos':true,'stream':true,'speculation':{'trace':true}");
            streamed.headers()
                    .add("kafka_replyTopic", utf8(topics.replies))
                    .add("kafka_replyPartition", new byte[] {0, 0, 0, 1})
                    .add("kafka_correlationId", new byte[] {4, 2})
                    .add("traceparent", utf8("00-" + TRACE + "-00f067aa0ba902b7-01"));
            topics.send(streamed);
            topics.send(request(topics, "k", "'request_id':'refused'"));
            Settings settings =
                    settings(
                            topics,
                            "--kafka.bounded=true",
                            "--tracing.endpoint=" + collector.endpoint());
            try (LocalFlink flink = start(settings)) {
                flink.awaitEnd();
            }

            Map<String, GenerationResult> turns =
                    results(topics, topics.results, new JsonCodec<>(GenerationResult.class));
            assertThat(turns).containsOnlyKeys("turn-0", "turn-1", "refused");
            assertThat(turns.get("turn-1").getUsage().getPromptTokens())
                    .isGreaterThan(turns.get("turn-0").getUsage().getPromptTokens());
            ConsumerRecord<byte[], byte[]> reply = topics.read(topics.replies).get(0);
            assertThat(reply.partition()).isEqualTo(1);
            assertThat(text(reply.key())).isEqualTo("k");
            assertThat(reply.headers().lastHeader("kafka_correlationId").value())
                    .containsExactly(4, 2);
            assertTraced(collector, topics, reply);
            GenerationResult answer = new JsonCodec<>(GenerationResult.class).decode(reply.value());
            assertThat(deltaText(topics)).isEqualTo(answer.getText());
            assertThat(answer.getTokenIds()).hasSize(24);
            assertThat(answer.getSpeculation().getTrace())
                    .hasSize(24)
                    .isEqualTo(deltaTrace(topics))
                    .anySatisfy(token -> assertThat(token.getP()).isPositive());
            assertThat(topics.read(topics.deadLetters)).hasSize(1);
        }
    }

    /** Whatever follows from a request names the one span of its own, which names its sender's. */
    private static void assertTraced(
            TraceCollector collector, TestTopics topics, ConsumerRecord<byte[], byte[]> reply) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(collector.requests())
                                        .containsOnlyKeys(
                                                "turn-0", "turn-1", "streamed", "refused"));
        assertThat(collector.requests().values())
                .allSatisfy(spans -> assertThat(spans).hasSize(1))
                .allSatisfy(spans -> assertThat(spans.values().iterator().next()).hasSize(1));
        Span streamed = whole(collector, "streamed");
        String id = TraceCollector.hex(streamed.getSpanId());
        assertThat(TraceCollector.hex(streamed.getTraceId())).isEqualTo(TRACE);
        assertThat(TraceCollector.hex(streamed.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
        assertThat(TraceCollector.text(streamed, "messaging.destination.name"))
                .contains(topics.requests);
        assertThat(collector.parts(streamed).values())
                .containsExactlyInAnyOrder("queue", "prefill", "decode");
        assertThat(header(reply, "traceparent")).isEqualTo("00-" + TRACE + "-" + id + "-01");
        assertThat(topics.read(topics.deltas))
                .isNotEmpty()
                .allSatisfy(
                        delta ->
                                assertThat(header(delta, "traceparent"))
                                        .isEqualTo("00-" + TRACE + "-" + id + "-01"));
        Span refused = whole(collector, "refused");
        assertThat(refused.getParentSpanId().isEmpty()).isTrue();
        assertThat(TraceCollector.text(refused, "error.type")).contains("validate");
        assertThat(header(topics.read(topics.deadLetters).get(0), "traceparent"))
                .contains(TraceCollector.hex(refused.getTraceId()))
                .contains(TraceCollector.hex(refused.getSpanId()));
    }

    private static Span whole(TraceCollector collector, String requestId) {
        return collector.requests().get(requestId).values().iterator().next().get(0);
    }

    @Test
    void answersRowsOfAFileOnATopicAndRequestsOfATopicInAFile(@TempDir Path folder)
            throws Exception {
        Path rows = folder.resolve("rows.jsonl");
        Files.writeString(rows, "{\"request_id\":\"row\",\"prompt\":\"Fox\"}\n{\"prompt\":5}\n");
        Path answers = folder.resolve("answers.jsonl");
        try (TestTopics topics = new TestTopics(BROKER.get(), "files")) {
            topics.create(Map.of());
            topics.send(request(topics, "k", "'request_id':'sent','prompt':'Fox'"));
            runToItsEnd(topics, "--job.source=files", "--files.input=" + rows);
            runToItsEnd(
                    topics,
                    "--job.sink=files",
                    "--files.output=" + answers,
                    "--kafka.bounded=true");

            assertThat(results(topics, topics.results, new JsonCodec<>(GenerationResult.class)))
                    .containsOnlyKeys("row", "rows.jsonl:2");
            assertThat(topics.read(topics.deadLetters))
                    .singleElement()
                    .satisfies(
                            letter -> assertThat(text(letter.value())).isEqualTo("{\"prompt\":5}"));
            JsonNode answer = MAPPER.readTree(Files.readString(answers));
            assertThat(answer.get("request_id").textValue()).isEqualTo("sent");
            assertThat(answer.at("/usage/completion_tokens").intValue()).isEqualTo(3);
        }
    }

    private static void runToItsEnd(TestTopics topics, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.add("--engine.default-max-tokens=3");
        all.add("--control.profile-time=0 s");
        JobStart.Checked checked =
                JobStart.check(settings(topics, all.toArray(String[]::new)), false);
        try (LocalFlink flink =
                LocalFlink.start(
                        INSTALLATION,
                        new LocalFlink.Launch(
                                "pyramidion",
                                1,
                                FreePorts.next(),
                                Map.of(),
                                env ->
                                        PyramidionJob.build(
                                                env, checked.settings(), checked.inputs())))) {
            flink.awaitEnd();
        }
    }

    private static String deltaText(TestTopics topics) {
        JsonCodec<TokenDelta> codec = new JsonCodec<>(TokenDelta.class);
        return topics.read(topics.deltas).stream()
                .map(record -> codec.decode(record.value()).getText())
                .collect(Collectors.joining());
    }

    private static List<TokenTrace> deltaTrace(TestTopics topics) {
        JsonCodec<TokenDelta> codec = new JsonCodec<>(TokenDelta.class);
        return topics.read(topics.deltas).stream()
                .flatMap(
                        record -> codec.decode(record.value()).getSpeculation().getTrace().stream())
                .toList();
    }

    private static void assertGolden(TestTopics topics, List<JsonNode> golden) {
        Map<String, GenerationResult> results =
                results(topics, topics.results, new JsonCodec<>(GenerationResult.class));
        for (int i = 0; i < golden.size(); i++) {
            GenerationResult result = results.get("golden-" + i);
            assertThat(result.getTokenIds()).isEqualTo(ids(golden.get(i)));
            assertThat(result.getText()).isEqualTo(golden.get(i).path("text").asText());
            assertToldOf(result);
        }
        assertThat(results).hasSize(golden.size() + ANSWERED_BAD_RECORDS);
        assertThat(results.values())
                .filteredOn(result -> result.getFinishReason().equals("error"))
                .extracting(GenerationResult::getRequestId)
                .containsExactlyInAnyOrder(
                        "two", "none", "empty", "long", "vocabulary", "sampling", "model", "huge");
    }

    /** Its objectives, of which the second is hard to reach, and its rounds. */
    private static void assertToldOf(GenerationResult result) {
        assertThat(result.getSlo().getSloClass()).isEqualTo("standard");
        assertThat(result.getSlo().getTtftMs().getMet()).isTrue();
        assertThat(result.getSlo().getTpotMs().getActual())
                .isEqualTo(result.getTimings().getTpotMs());
        assertThat(result.getSlo().getMet()).isEqualTo(result.getSlo().getTpotMs().getMet());
        assertThat(
                        result.getSpeculation().getRoundsByArm().values().stream()
                                .mapToLong(rounds -> rounds)
                                .sum())
                .isEqualTo(result.getSpeculation().getRounds())
                .isPositive();
    }

    private static void assertDeadLetters(TestTopics topics, Map<String, byte[]> bad) {
        List<ConsumerRecord<byte[], byte[]>> letters = topics.read(topics.deadLetters);
        assertThat(letters)
                .extracting(record -> text(record.key()))
                .containsExactlyInAnyOrderElementsOf(bad.keySet());
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            assertThat(letter.value()).isEqualTo(bad.get(text(letter.key())));
            assertThat(header(letter, "__connect.errors.topic")).isEqualTo(topics.requests);
            assertThat(header(letter, "__connect.errors.partition")).matches("[01]");
            assertThat(header(letter, "__connect.errors.offset")).matches("\\d+");
            assertThat(header(letter, "__connect.errors.stage"))
                    .isIn("decode", "validate", "admit");
            assertThat(header(letter, "__connect.errors.exception.message")).isNotBlank();
            assertThat(letter.headers().lastHeader("pyramidion.error.field")).isNotNull();
        }
    }

    /** Every kind of bad input, by the key that it is sent with. */
    private static Map<String, byte[]> badRecords() {
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("garbage", new byte[] {1, 2, 3});
        bad.put("types", utf8("{\"request_id\":7,\"prompt\":\"p\"}"));
        bad.put("utf8", new byte[] {'{', '"', (byte) 0xff, '"', '}'});
        bad.put("two", quoted("{'request_id':'two','prompt':'p','prompt_token_ids':[1]}"));
        bad.put("none", quoted("{'request_id':'none'}"));
        bad.put("empty", quoted("{'request_id':'empty','prompt':''}"));
        bad.put(
                "long",
                quoted("{'request_id':'long','prompt':'" + "the cat ".repeat(20_000) + "'}"));
        bad.put("vocabulary", quoted("{'request_id':'vocabulary','prompt_token_ids':[1,1000000]}"));
        bad.put("sampling", quoted("{'request_id':'sampling','prompt':'p','temperature':-1}"));
        bad.put("model", quoted("{'request_id':'model','prompt':'p','model':'other'}"));
        bad.put(
                "huge",
                quoted("{'request_id':'huge','prompt':'" + "p".repeat(TEN_MEGABYTES) + "'}"));
        bad.put("no session has so long a name".repeat(10), null);
        return bad;
    }

    private static ProducerRecord<byte[], byte[]> goldenRequest(
            TestTopics topics, List<JsonNode> golden, int index) throws IOException {
        byte[] value =
                MAPPER.writeValueAsBytes(
                        Map.of(
                                "request_id",
                                "golden-" + index,
                                "prompt_token_ids",
                                golden.get(index).path("prompt_ids"),
                                "temperature",
                                0,
                                "max_tokens",
                                golden.get(index).path("finish_reason").asText().equals("length")
                                        ? golden.get(index).path("token_ids").size()
                                        : 512,
                                "slo",
                                Map.of("ttft_ms", A_DAY, "tpot_ms", 1)));
        return new ProducerRecord<>(topics.requests, utf8("k" + index), value);
    }

    private static List<JsonNode> golden(int count) throws IOException {
        Path file = INSTALLATION.root().resolve("models/golden.jsonl");
        List<JsonNode> golden = new ArrayList<>();
        for (String line : Files.readAllLines(file).subList(0, count)) {
            golden.add(MAPPER.readTree(line));
        }
        return golden;
    }

    private static List<Integer> ids(JsonNode golden) {
        List<Integer> ids = new ArrayList<>();
        golden.path("token_ids").forEach(id -> ids.add(id.asInt()));
        return ids;
    }

    private static Map<String, GenerationResult> results(
            TestTopics topics, String topic, ValueCodec<GenerationResult> codec) {
        // Fails on a request id that comes twice.
        return topics.read(topic).stream()
                .map(record -> codec.decode(record.value()))
                .collect(Collectors.toMap(GenerationResult::getRequestId, result -> result));
    }

    private static Settings settings(TestTopics topics, String... more) {
        Stream<String> models =
                Stream.of("target", "qualifier", "draft")
                        .map(name -> "--model." + name + "=" + INSTALLATION.model(name));
        Stream<String> rest =
                Stream.of(
                        "--model.target-weights=float32",
                        "--model.qualifier-weights=bfloat16",
                        "--model.draft-weights=int8",
                        "--job.checkpoint-interval=300 ms",
                        "--engine.max-running=8",
                        "--engine.kv-memory=64 mb",
                        "--engine.context=512",
                        "--kafka.starting-offsets=earliest");
        return BrokerCheck.check(
                SettingsLoader.load(
                        Stream.of(models, rest, topics.options().stream(), Stream.of(more))
                                .flatMap(options -> options)
                                .toArray(String[]::new)));
    }

    private static LocalFlink start(Settings settings) {
        return LocalFlink.start(
                INSTALLATION,
                new LocalFlink.Launch(
                        "pyramidion",
                        1,
                        FreePorts.next(),
                        Map.of(),
                        env -> PyramidionJob.build(env, settings)));
    }

    private static ProducerRecord<byte[], byte[]> request(
            TestTopics topics, String key, String fields) {
        return new ProducerRecord<>(topics.requests, utf8(key), quoted("{" + fields + "}"));
    }

    private static GenerationRequest json(byte[] value) {
        return new JsonCodec<>(GenerationRequest.class).decode(value);
    }

    private static byte[] quoted(String json) {
        return utf8(json.replace('\'', '"'));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return text(record.headers().lastHeader(name).value());
    }
}
