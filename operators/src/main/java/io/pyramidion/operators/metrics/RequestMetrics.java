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
package io.pyramidion.operators.metrics;

import io.pyramidion.operators.request.SloClass;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

import java.util.EnumMap;
import java.util.Map;

/** Requests as their senders see them: how many, why they end, how long they take. */
public final class RequestMetrics {

    /** Sizes that reporters read at any time. */
    public interface Occupancy {

        int running();

        int waiting();

        int slots();
    }

    private final MetricGroup group;
    private final Counter promptTokens;
    private final Counter resumed;
    private final Counter cancelsUnknown;
    private final Counter duplicates;
    private final Counter truncated;
    private final Counter forgotten;
    private final Counter prefixQueries;
    private final Counter prefixHits;
    private final Map<SloClass, ClassMetrics> classes = new EnumMap<>(SloClass.class);
    private final Histogram queueTime;
    private final Histogram timeToFirstToken;
    private final Histogram timePerOutputToken;
    private final Histogram endToEnd;

    /**
     * @param group the group that the names of {@link MetricNames} stand in
     */
    public RequestMetrics(MetricGroup group) {
        this.group = group;
        promptTokens = group.counter(MetricNames.PROMPT_TOKENS);
        resumed = group.counter(MetricNames.GENERATIONS_RESUMED);
        truncated = group.counter(MetricNames.SESSIONS_TRUNCATED);
        forgotten = group.counter(MetricNames.SESSIONS_FORGOTTEN);
        duplicates = group.counter(MetricNames.DUPLICATE_REQUESTS);
        prefixQueries = group.counter(MetricNames.PREFIX_CACHE_QUERIES);
        prefixHits = group.counter(MetricNames.PREFIX_CACHE_HITS);
        cancelsUnknown = group.counter(MetricNames.CANCELS_UNKNOWN);
        for (SloClass sloClass : SloClass.values()) {
            MetricGroup ofClass = group.addGroup(MetricNames.CLASS, sloClass.wireName());
            classes.put(sloClass, new ClassMetrics(ofClass));
        }
        queueTime = histogram(MetricNames.QUEUE_TIME_MS);
        timeToFirstToken = histogram(MetricNames.TIME_TO_FIRST_TOKEN_MS);
        timePerOutputToken = histogram(MetricNames.TIME_PER_OUTPUT_TOKEN_MS);
        endToEnd = histogram(MetricNames.END_TO_END_MS);
    }

    /** Registers the gauges of what is held now. */
    public void watch(Occupancy occupancy) {
        gauge(MetricNames.NUM_REQUESTS_RUNNING, occupancy::running);
        gauge(MetricNames.NUM_REQUESTS_WAITING, occupancy::waiting);
        gauge(MetricNames.KV_SLOTS_TOTAL, occupancy::slots);
        gauge(MetricNames.KV_SLOTS_USED, () -> Math.min(occupancy.running(), occupancy.slots()));
    }

    public void admitted(int tokens) {
        promptTokens.inc(tokens);
    }

    /** Counts the tokens of a prompt, and those of them that a KV cache held. */
    public void prefix(int tokens, int cached) {
        prefixQueries.inc(tokens);
        prefixHits.inc(cached);
    }

    public void truncated() {
        truncated.inc();
    }

    public void forgotten() {
        forgotten.inc();
    }

    public void repeated() {
        duplicates.inc();
    }

    public void resumed() {
        resumed.inc();
    }

    /** Counts a request that ended before it ran, or was refused. */
    public void unstarted(RequestEnd end) {
        classes.get(end.sloClass()).ended(end);
    }

    public void cancelledNothing() {
        cancelsUnknown.inc();
    }

    /**
     * Counts a finished request. One without a token tells nothing of the time to the first, and
     * one with a single token nothing of the time of a further one.
     *
     * @param times its times in milliseconds
     * @param tokens that its longest text has
     */
    public void finished(RequestEnd end, RequestTimes times, int tokens) {
        ClassMetrics ofClass = classes.get(end.sloClass());
        ofClass.ended(end);
        ofClass.took(times, tokens);
        queueTime.update(Math.round(times.queue()));
        if (tokens > 0) {
            timeToFirstToken.update(Math.round(times.toFirstToken()));
        }
        if (tokens > 1) {
            timePerOutputToken.update(Math.round(times.perOutputToken()));
        }
        endToEnd.update(Math.round(times.total()));
    }

    private Histogram histogram(String name) {
        return group.histogram(
                name, new DescriptiveStatisticsHistogram(MetricNames.HISTOGRAM_SIZE));
    }

    private void gauge(String name, Gauge<Integer> gauge) {
        group.gauge(name, gauge);
    }
}
