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

import io.pyramidion.job.codec.ValueCodec;
import io.pyramidion.job.options.ValueFormat;
import io.pyramidion.operators.batch.FailedResult;
import io.pyramidion.schemas.ErrorDetail;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.Header;
import io.pyramidion.schemas.Origin;
import io.pyramidion.schemas.ResultEnvelope;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes results, each to the reply topic that its request named or else to the result topic. A
 * result that the topic would refuse becomes an error result: a record that Kafka refuses would
 * make the job fail again and again.
 */
final class ResultSerializer
        implements KafkaRecordSerializationSchema<ResultEnvelope>, KafkaDatasetFacetProvider {

    private static final long serialVersionUID = 1L;

    private final String topic;
    private final ValueFormat format;
    private final ReplyTo replyTo;
    private final long maxBytes;
    private final TraceHeaders traces;

    private transient ValueCodec<GenerationResult> codec;

    /**
     * @param topic the result topic
     * @param replyTo which other topics a request may name
     * @param maxBytes largest record that any of the topics accepts
     */
    ResultSerializer(
            String topic, ValueFormat format, ReplyTo replyTo, long maxBytes, TraceHeaders traces) {
        this.topic = topic;
        this.format = format;
        this.replyTo = replyTo;
        this.maxBytes = maxBytes;
        this.traces = traces;
    }

    @Override
    public void open(
            SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
        codec = ValueCodecs.of(format, GenerationResult.class);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            ResultEnvelope envelope, KafkaSinkContext context, Long timestamp) {
        ProducerRecord<byte[], byte[]> whole =
                record(envelope.getAnswer(), envelope.getOrigin(), context);
        long size = RecordSize.of(whole);
        if (size <= maxBytes) {
            return whole;
        }
        GenerationResult error = tooLarge(envelope.getAnswer(), size, whole.topic());
        ProducerRecord<byte[], byte[]> refused = record(error, envelope.getOrigin(), context);
        if (RecordSize.of(refused) <= maxBytes) {
            return refused;
        }
        // The metadata alone may be what is too large.
        error.setMetadata(Map.of());
        return record(error, envelope.getOrigin(), context);
    }

    /** Every topic that this may write to: the sink looks there for transactions to end. */
    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Optional.of(
                new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(topics())));
    }

    List<String> topics() {
        List<String> topics = new ArrayList<>(replyTo.allowed());
        topics.add(topic);
        return topics;
    }

    private ProducerRecord<byte[], byte[]> record(
            GenerationResult answer, Origin origin, KafkaSinkContext context) {
        byte[] value = codec.encode(answer);
        List<Header> echoed = traces.renewed(origin, answer.getRequestId(), Headers.echoed(origin));
        return replyTo.topic(origin)
                .map(
                        reply ->
                                AnswerRecords.to(
                                        reply,
                                        partition(origin, reply, context),
                                        origin,
                                        echoed,
                                        value))
                .orElseGet(() -> AnswerRecords.to(topic, null, origin, echoed, value));
    }

    /** The wanted partition if the topic has it; Kafka would wait in vain for one that it lacks. */
    private Integer partition(Origin origin, String reply, KafkaSinkContext context) {
        return replyTo.partition(origin).stream()
                .filter(
                        wanted ->
                                Arrays.stream(context.getPartitionsForTopic(reply))
                                        .anyMatch(present -> present == wanted))
                .boxed()
                .findFirst()
                .orElse(null);
    }

    private GenerationResult tooLarge(GenerationResult answer, long size, String to) {
        ErrorDetail error =
                new ErrorDetail(
                        "send",
                        "",
                        "The result has %d bytes; allowed: at most %d, the limit of topic %s"
                                .formatted(size, maxBytes, to));
        return FailedResult.of(
                answer.getRequestId(),
                answer.getSessionId(),
                answer.getModel(),
                error,
                answer.getTimings(),
                answer.getMetadata());
    }
}
