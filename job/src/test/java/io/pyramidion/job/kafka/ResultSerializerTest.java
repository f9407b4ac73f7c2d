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

import io.pyramidion.job.codec.JsonCodec;
import io.pyramidion.job.options.ValueFormat;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.Header;
import io.pyramidion.schemas.KafkaPosition;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SpeculationStatistics;
import io.pyramidion.schemas.Timings;
import io.pyramidion.schemas.Usage;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class ResultSerializerTest {

    private static final int MAX_BYTES = 20_000;

    private final ResultSerializer serializer =
            new ResultSerializer(
                    "results",
                    ValueFormat.JSON,
                    new ReplyTo(List.of("answers")),
                    MAX_BYTES,
                    TraceHeaders.UNCHANGED);

    @BeforeEach
    void open() {
        serializer.open(null, new TwoPartitions());
    }

    @Test
    void writesToTheResultTopicWithKeyAndEchoedHeaders() {
        Header correlation = header("kafka_correlationId", new byte[] {1, 0});
        Header trace = header("traceparent", "00-1-2-00".getBytes(StandardCharsets.UTF_8));
        Header other = header("authorization", new byte[] {7});

        ProducerRecord<byte[], byte[]> record = serialize("text", correlation, trace, other);

        assertThat(record.topic()).isEqualTo("results");
        assertThat(record.partition()).isNull();
        assertThat(record.key()).containsExactly(5);
        assertThat(record.headers().lastHeader("kafka_correlationId").value())
                .containsExactly(1, 0);
        assertThat(record.headers().lastHeader("traceparent")).isNotNull();
        assertThat(record.headers().lastHeader("authorization")).isNull();
        assertThat(answer(record).getText()).isEqualTo("text");
    }

    @Test
    void honoursAnAllowedReplyTopicAndAPartitionThatItHas() {
        Header reply = header("kafka_replyTopic", "answers".getBytes(StandardCharsets.UTF_8));

        ProducerRecord<byte[], byte[]> record =
                serialize("text", reply, header("kafka_replyPartition", new byte[] {0, 0, 0, 1}));
        assertThat(record.topic()).isEqualTo("answers");
        assertThat(record.partition()).isEqualTo(1);

        record = serialize("text", reply, header("kafka_replyPartition", new byte[] {0, 0, 0, 2}));
        assertThat(record.topic()).isEqualTo("answers");
        assertThat(record.partition()).isNull();
    }

    @Test
    void ignoresAReplyTopicThatIsNotAllowed() {
        Header reply = header("kafka_replyTopic", "secrets".getBytes(StandardCharsets.UTF_8));

        assertThat(serialize("text", reply).topic()).isEqualTo("results");
    }

    @Test
    void turnsAResultThatTheTopicWouldRefuseIntoAnError() {
        ProducerRecord<byte[], byte[]> record = serialize("x".repeat(MAX_BYTES));

        assertThat(RecordSize.of(record)).isLessThanOrEqualTo(MAX_BYTES);
        GenerationResult answer = answer(record);
        assertThat(answer.getRequestId()).isEqualTo("r");
        assertThat(answer.getFinishReason()).isEqualTo("error");
        assertThat(answer.getError().getMessage())
                .matches(
                        "The result has \\d+ bytes; allowed: at most 20000, the limit of topic results");
    }

    @Test
    void keepsTheMetadataOfAResultThatTheTopicWouldRefuse() {
        Map<String, String> metadata = Map.of("row", "12");

        assertThat(answer(serialize("x".repeat(MAX_BYTES), metadata)).getMetadata())
                .isEqualTo(metadata);
    }

    @Test
    void dropsMetadataThatTheTopicWouldRefuseByItself() {
        ProducerRecord<byte[], byte[]> record =
                serialize("text", Map.of("row", "x".repeat(MAX_BYTES)));

        assertThat(RecordSize.of(record)).isLessThanOrEqualTo(MAX_BYTES);
        assertThat(answer(record).getMetadata()).isEmpty();
    }

    private ProducerRecord<byte[], byte[]> serialize(String text, Header... headers) {
        return serialize(text, Map.of(), headers);
    }

    private ProducerRecord<byte[], byte[]> serialize(
            String text, Map<String, String> metadata, Header... headers) {
        GenerationResult answer =
                new GenerationResult(
                        "r",
                        null,
                        "tales",
                        text,
                        List.of(1),
                        "stop",
                        null,
                        new Usage(1, 1, 2, null),
                        new Timings(1.0, 1.0, 0.0, 2.0),
                        SpeculationStatistics.newBuilder()
                                .setRounds(1)
                                .setStages(Map.of())
                                .setMode("exact")
                                .build(),
                        null,
                        null,
                        null,
                        null,
                        metadata);
        Origin origin =
                new Origin(
                        0L,
                        ByteBuffer.wrap(new byte[] {5}),
                        List.of(headers),
                        new KafkaPosition("requests", 0, 0L));
        return serializer.serialize(new ResultEnvelope(answer, origin), new TwoPartitions(), 1000L);
    }

    private static GenerationResult answer(ProducerRecord<byte[], byte[]> record) {
        return new JsonCodec<>(GenerationResult.class).decode(record.value());
    }

    private static Header header(String key, byte[] value) {
        return new Header(key, ByteBuffer.wrap(value));
    }

    /** Every topic has partitions 0 and 1. */
    private static final class TwoPartitions implements KafkaSinkContext {

        @Override
        public int getParallelInstanceId() {
            return 0;
        }

        @Override
        public int getNumberOfParallelInstances() {
            return 1;
        }

        @Override
        public int[] getPartitionsForTopic(String topic) {
            return new int[] {0, 1};
        }
    }
}
