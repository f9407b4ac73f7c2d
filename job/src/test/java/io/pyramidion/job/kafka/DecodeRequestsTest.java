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
package io.pyramidion.job.kafka;

import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.SpeculationMode;
import io.pyramidion.job.options.ValueFormat;
import io.pyramidion.operators.request.RequestLimits;
import io.pyramidion.operators.settings.SpeculationSettings;
import io.pyramidion.operators.settings.TracingOptions;
import io.pyramidion.operators.settings.TracingSettings;
import io.pyramidion.schemas.Command;
import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.Header;
import io.pyramidion.schemas.KafkaPosition;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SourceRecord;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class DecodeRequestsTest {

    private static final int MAX_BYTES = 2048;

    private OneInputStreamOperatorTestHarness<SourceRecord, RequestEnvelope> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness(TracingSettings.OFF);
    }

    private static OneInputStreamOperatorTestHarness<SourceRecord, RequestEnvelope> harness(
            TracingSettings traces) throws Exception {
        return ProcessFunctionTestHarnesses.forProcessFunction(
                new DecodeRequests(
                        ValueFormat.JSON,
                        new RecordLimits(MAX_BYTES),
                        new RequestLimits(
                                "tales",
                                Set.of(ModelRole.DRAFT),
                                SpeculationSettings.lossless(SpeculationMode.EXACT, 4, 8),
                                256),
                        new ReplyTo(List.of("answers")),
                        traces));
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void passesARequestOnWithItsOriginAndBytes() throws Exception {
        SourceRecord record = record("{\"request_id\":\"r\",\"prompt\":\"p\"}");

        process(record);

        assertThat(harness.extractOutputValues())
                .singleElement()
                .satisfies(
                        envelope -> {
                            assertThat(envelope.getRequest().getPrompt()).isEqualTo("p");
                            assertThat(envelope.getOrigin()).isEqualTo(record.getOrigin());
                            assertThat(envelope.getValue()).isEqualTo(record.getValue());
                        });
        assertThat(deadLetters()).isEmpty();
        assertThat(failures()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"p\"", "p\",\"top_p\":7"})
    void takesATraceOfTheMetadataForAHeaderIfRequestsAreTraced(String rest) throws Exception {
        SourceRecord record =
                record(
                        "{\"request_id\":\"r\",\"metadata\":{\"traceparent\":\"t\"},\"prompt\":\""
                                + rest
                                + "}");
        process(record);
        assertThat(origins()).containsExactly(record.getOrigin());
        harness.close();

        Configuration options = new Configuration();
        options.set(TracingOptions.ENDPOINT.configOption(), "http://localhost:1");
        options.set(TracingOptions.SAMPLE_RATE.configOption(), 0.0);
        harness = harness(TracingSettings.of(options));
        process(record);

        assertThat(origins())
                .singleElement()
                .satisfies(
                        origin ->
                                assertThat(origin.getHeaders())
                                        .extracting(Header::getKey)
                                        .containsExactly("traceparent"));
    }

    private List<Origin> origins() {
        return Stream.concat(
                        harness.extractOutputValues().stream().map(RequestEnvelope::getOrigin),
                        deadLetters().stream().map(DeadLetter::getOrigin))
                .toList();
    }

    @Test
    void refusesBytesThatAreNoRequest() throws Exception {
        SourceRecord record = record("garbage");

        process(record);

        DeadLetter letter = onlyDeadLetter();
        assertThat(letter.getValue()).isEqualTo(record.getValue());
        assertThat(letter.getOrigin()).isEqualTo(record.getOrigin());
        assertThat(letter.getError().getStage()).isEqualTo("decode");
        assertThat(failures()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'request_id':'r','prompt':'p','top_p':7,'metadata':{'row':'12'}}",
                "{'request_id':'r','metadata':{'row':'12'},'temprature':1}",
                "{'request_id':'r','temprature':1,'metadata':{'row':'12'}}",
                "{'request_id':'r','metadata':{'row':'12'},'prompt':'p",
            })
    void echoesTheMetadataOfARefusedRequest(String request) throws Exception {
        process(record(request.replace('\'', '"')));

        assertThat(onlyFailure().getMetadata()).isEqualTo(Map.of("row", "12"));
    }

    @Test
    void answersARefusedRequestWhoseIdCanBeRead() throws Exception {
        process(record("{\"request_id\":\"r\",\"prompt\":\"p\",\"top_p\":7}"));

        assertThat(onlyDeadLetter().getError().getStage()).isEqualTo("validate");
        GenerationResult failure = onlyFailure();
        assertThat(failure.getRequestId()).isEqualTo("r");
        assertThat(failure.getModel()).isEqualTo("tales");
        assertThat(failure.getFinishReason()).isEqualTo("error");
        assertThat(failure.getError().getField()).isEqualTo("top_p");
        assertThat(failure.getError().getMessage())
                .isEqualTo("top_p is 7.0; allowed: above 0, at most 1");
    }

    @Test
    void answersARecordThatIsDamagedBehindItsId() throws Exception {
        process(record("{\"request_id\":\"r\",\"session_id\":\"s\",\"prompt\":\"p"));

        assertThat(onlyFailure().getRequestId()).isEqualTo("r");
        assertThat(onlyFailure().getSessionId()).isEqualTo("s");
    }

    @Test
    void passesACancellationOn() throws Exception {
        process(record("{\"request_id\":\"r\",\"cancel\":true}"));

        assertThat(harness.extractOutputValues())
                .singleElement()
                .satisfies(envelope -> assertThat(envelope.getCommand()).isEqualTo(Command.CANCEL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"request_id\":\"r\",\"cancel\":true,\"prompt\":\"p\"}",
                "{\"request_id\":\"r\",\"cancel\":true,\"reason\":\"none\"}"
            })
    void doesNotAnswerACancellationThatIsRefused(String cancellation) throws Exception {
        process(record(cancellation));

        assertThat(deadLetters()).hasSize(1);
        assertThat(failures()).isEmpty();
    }

    @Test
    void passesATombstoneOnForTheSessionOfItsKey() throws Exception {
        process(tombstone(utf8("s-1")));

        assertThat(harness.extractOutputValues())
                .singleElement()
                .satisfies(
                        envelope -> {
                            assertThat(envelope.getCommand()).isEqualTo(Command.FORGET);
                            assertThat(envelope.getRequest().getSessionId()).isEqualTo("s-1");
                        });
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void refusesATombstoneThatNamesNoSession() throws Exception {
        process(tombstone(null));
        process(tombstone(utf8("s".repeat(257))));
        process(tombstone(ByteBuffer.wrap(new byte[] {(byte) 0xff})));

        assertThat(deadLetters())
                .extracting(letter -> letter.getError().getMessage())
                .satisfiesExactly(
                        none -> assertThat(none).startsWith("The record has neither value nor key"),
                        tooLong ->
                                assertThat(tooLong).endsWith("257 characters; allowed: 1 to 256"),
                        noText -> assertThat(noText).startsWith("key "));
        assertThat(failures()).isEmpty();
        assertThat(harness.extractOutputValues()).isEmpty();
    }

    @Test
    void refusesAValueThatIsTooLarge() throws Exception {
        String padding = "p".repeat(MAX_BYTES);
        process(record("{\"request_id\":\"r\",\"prompt\":\"" + padding + "\"}"));

        assertThat(onlyDeadLetter().getError().getMessage())
                .isEqualTo(
                        "The value has 2078 bytes; allowed: at most 2048"
                                + " (pyramidion.kafka.max-record-bytes)");
        assertThat(onlyFailure().getRequestId()).isEqualTo("r");
    }

    @Test
    void doesNotAnswerWhatTheAnswerCouldNotCarry() throws Exception {
        byte[] huge = new byte[5000];
        process(
                record(
                        "{\"request_id\":\"r\",\"prompt\":\"p\"}",
                        new Header("traceparent", ByteBuffer.wrap(huge))));

        assertThat(onlyDeadLetter().getError().getMessage())
                .isEqualTo("The headers to be echoed have 5011 bytes; allowed: at most 4096");
        assertThat(failures()).isEmpty();
    }

    @Test
    void refusesReplyTopicsThatAreNotAllowed() throws Exception {
        String request = "{\"request_id\":\"r\",\"prompt\":\"p\"}";
        process(record(request, header("kafka_replyTopic", "answers")));
        assertThat(deadLetters()).isEmpty();

        process(record(request, header("kafka_replyTopic", "secrets")));

        assertThat(onlyDeadLetter().getError().getField()).isEqualTo("kafka_replyTopic");
        assertThat(onlyDeadLetter().getError().getMessage())
                .isEqualTo("kafka_replyTopic is secrets; allowed: answers");
    }

    @Test
    void showsTheStartOfAReplyTopicThatIsTooLongForAMessage() throws Exception {
        String request = "{\"request_id\":\"r\",\"prompt\":\"p\"}";

        process(record(request, header("kafka_replyTopic", "a".repeat(500_000))));

        assertThat(onlyDeadLetter().getError().getMessage())
                .isEqualTo("kafka_replyTopic is " + "a".repeat(80) + "...; allowed: answers");
    }

    @Test
    void refusesAReplyPartitionThatIsNoNumber() throws Exception {
        String request = "{\"request_id\":\"r\",\"prompt\":\"p\"}";

        process(record(request, header("kafka_replyPartition", "3")));

        assertThat(onlyDeadLetter().getError().getMessage())
                .isEqualTo(
                        "kafka_replyPartition is not a partition; allowed: a 4-byte big-endian"
                                + " number, at least 0");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void countsARecordWithoutATimestampAsSentWhenItArrives(long timestamp) throws Exception {
        harness.setProcessingTime(5000);
        Origin origin = origin(List.of());
        origin.setEventTime(timestamp);

        process(new SourceRecord(origin, utf8("{\"request_id\":\"r\",\"prompt\":\"p\"}")));
        process(new SourceRecord(origin, utf8("{\"request_id\":\"r\"}")));

        assertThat(harness.extractOutputValues())
                .singleElement()
                .satisfies(
                        request -> assertThat(request.getOrigin().getEventTime()).isEqualTo(5000));
        assertThat(onlyFailure().getTimings().getTotalMs()).isZero();
    }

    @Test
    void measuresWaitingFromTheTimestampOfARecord() throws Exception {
        harness.setProcessingTime(5000);

        process(record("{\"request_id\":\"r\"}"));

        assertThat(onlyFailure().getTimings().getTotalMs()).isEqualTo(4000);
    }

    private void process(SourceRecord record) throws Exception {
        harness.processElement(new StreamRecord<>(record, record.getOrigin().getEventTime()));
    }

    private List<DeadLetter> deadLetters() {
        return values(harness.getSideOutput(DecodeRequests.DEAD_LETTERS));
    }

    private DeadLetter onlyDeadLetter() {
        assertThat(deadLetters()).hasSize(1);
        return deadLetters().get(0);
    }

    private List<ResultEnvelope> failures() {
        return values(harness.getSideOutput(DecodeRequests.FAILURES));
    }

    private GenerationResult onlyFailure() {
        assertThat(failures()).hasSize(1);
        return failures().get(0).getAnswer();
    }

    private static <T> List<T> values(Queue<StreamRecord<T>> records) {
        return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
    }

    private static SourceRecord record(String value, Header... headers) {
        return new SourceRecord(origin(List.of(headers)), utf8(value));
    }

    private static SourceRecord tombstone(ByteBuffer key) {
        Origin origin = origin(List.of());
        origin.setKey(key);
        return new SourceRecord(origin, null);
    }

    private static Origin origin(List<Header> headers) {
        return new Origin(
                1000L,
                ByteBuffer.wrap(new byte[] {1, 2}),
                headers,
                new KafkaPosition("requests", 3, 17L));
    }

    private static Header header(String key, String value) {
        return new Header(key, utf8(value));
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
