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
import java.util.function.Consumer;

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
        feed.read(topics, from, feed.events::add);
        return feed;
    }

    /**
     * Starts to read, and keeps nothing: each event goes to its owner, in the threads that read.
     *
     * @throws CommandException if a topic cannot be read
     */
    public static Feed follow(Topics topics, TopicReader.From from, Consumer<FeedEvent> owner) {
        Feed feed = new Feed();
        feed.read(topics, from, owner);
        return feed;
    }

    private void read(Topics topics, TopicReader.From from, Consumer<FeedEvent> owner) {
        FeedRecords records = new FeedRecords(topics.format());
        try {
            read(topics, topics.results(), from, records::result, owner);
            read(topics, topics.deltas(), from, records::delta, owner);
            read(topics, topics.deadLetters(), from, FeedRecords::refused, owner);
        } catch (CommandException e) {
            close();
            throw e;
        }
    }

    /**
     * Whether all is still read.
     *
     * @throws CommandException if reading has stopped; says why
     */
    public void check() {
        readers.forEach(TopicReader::check);
    }

    /**
     * The next event, if one comes in time.
     *
     * @throws CommandException if reading has stopped
     */
    public Optional<FeedEvent> next(Duration limit) {
        check();
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

    private void read(
            Topics topics,
            String topic,
            TopicReader.From from,
            Decoding decoding,
            Consumer<FeedEvent> owner) {
        readers.add(
                TopicReader.start(
                        topics, topic, from, record -> owner.accept(decoding.apply(record))));
    }

    /** Turns a record into an event. */
    private interface Decoding {
        FeedEvent apply(ConsumerRecord<byte[], byte[]> record);
    }
}
