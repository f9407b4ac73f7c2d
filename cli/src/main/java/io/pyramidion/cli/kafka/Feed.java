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
package io.pyramidion.cli.kafka;

import io.pyramidion.cli.terminal.CommandException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * All that a job answers, in the order in which it comes: results once they are committed, deltas,
 * refused records, and notes of any other records. Owns a reader for each topic.
 */
public final class Feed implements AutoCloseable {

    private final BlockingQueue<FeedEvent> events = new LinkedBlockingQueue<>();
    private final List<TopicReader> readers = new ArrayList<>();

    private Feed() {}

    /**
     * Starts to read.
     *
     * @throws CommandException if a topic cannot be read
     */
    public static Feed open(Topics topics, TopicReader.From from) {
        Feed feed = new Feed();
        FeedRecords records = new FeedRecords(topics.format());
        try {
            feed.read(topics, topics.results(), from, records::result);
            feed.read(topics, topics.deltas(), from, records::delta);
            feed.read(topics, topics.deadLetters(), from, FeedRecords::refused);
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
    public Optional<FeedEvent> next(Duration limit) {
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

    /** Turns a record into an event. */
    private interface Decoding {
        FeedEvent apply(ConsumerRecord<byte[], byte[]> record);
    }
}
