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
package io.pyramidion.job.cli;

import io.pyramidion.job.codec.ValueCodec;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.TokenDelta;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * All that a job answers, in the order in which it comes: results once they are committed, deltas,
 * refused records. Owns a reader for each topic.
 */
final class Feed implements AutoCloseable {

    private static final String REASON_HEADER = "exception.message";

    private final BlockingQueue<FeedEvent> events = new LinkedBlockingQueue<>();
    private final List<TopicReader> readers = new ArrayList<>();
    private final ValueCodec<GenerationResult> results;
    private final ValueCodec<TokenDelta> deltas;

    private Feed(Topics topics) {
        this.results = topics.codec(GenerationResult.class);
        this.deltas = topics.codec(TokenDelta.class);
    }

    /**
     * Starts to read.
     *
     * @throws CommandException if a topic cannot be read
     */
    static Feed open(Topics topics, TopicReader.From from) {
        Feed feed = new Feed(topics);
        try {
            feed.read(topics, topics.results(), from, feed::result);
            feed.read(topics, topics.deltas(), from, feed::delta);
            feed.read(topics, topics.deadLetters(), from, Feed::refused);
        } catch (CommandException e) {
            feed.close();
            throw e;
        }
        return feed;
    }

    /**
     * The next event, if one comes in time.
     *
     * @throws CommandException if reading has stopped
     */
    Optional<FeedEvent> next(Duration limit) {
        readers.forEach(TopicReader::check);
        try {
            return Optional.ofNullable(events.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("Interrupted while reading", e);
        }
    }

    @Override
    public void close() {
        readers.forEach(TopicReader::close);
    }

    private void read(Topics topics, String topic, TopicReader.From from, Decoding decoding) {
        readers.add(
                TopicReader.start(
                        topics, topic, from, record -> events.add(decoding.apply(record))));
    }

    private FeedEvent result(ConsumerRecord<byte[], byte[]> record) {
        return new FeedEvent.Result(results.decode(record.value()));
    }

    private FeedEvent delta(ConsumerRecord<byte[], byte[]> record) {
        return new FeedEvent.Delta(deltas.decode(record.value()));
    }

    private static FeedEvent refused(ConsumerRecord<byte[], byte[]> record) {
        for (Header header : record.headers()) {
            if (header.key().endsWith(REASON_HEADER)) {
                return new FeedEvent.Refused(new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return new FeedEvent.Refused("no reason given");
    }

    /** Turns a record into an event. */
    private interface Decoding {
        FeedEvent apply(ConsumerRecord<byte[], byte[]> record);
    }
}
