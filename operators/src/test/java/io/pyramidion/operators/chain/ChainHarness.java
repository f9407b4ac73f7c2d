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
package io.pyramidion.operators.chain;

import io.pyramidion.operators.controller.PlanEvent;
import io.pyramidion.operators.metrics.ControlMetricNames;
import io.pyramidion.operators.metrics.MetricNames;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.schemas.AdmittedRequest;
import io.pyramidion.schemas.DeadLetter;
import io.pyramidion.schemas.GenerationProgress;
import io.pyramidion.schemas.GenerationResult;
import io.pyramidion.schemas.RequestEnvelope;
import io.pyramidion.schemas.ResultEnvelope;
import io.pyramidion.schemas.SpeculationPlan;
import io.pyramidion.schemas.TokenDelta;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.IOUtils;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.function.RunnableWithException;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One subtask of the chain with its four real operators, driven a step at a time: nothing happens
 * between two calls.
 */
final class ChainHarness implements AutoCloseable {

    /** Longest time that a checkpoint of the job is said to take. */
    static final Duration CHECKPOINT_TIMEOUT = Duration.ofSeconds(20);

    private static final int MAX_PARALLELISM = 8;

    private final KeyedOneInputStreamOperatorTestHarness<String, RequestEnvelope, ChainRecord> head;
    private final OneInputStreamOperatorTestHarness<ChainRecord, ChainRecord> draft;
    private final OneInputStreamOperatorTestHarness<ChainRecord, ChainRecord> qualify;
    private final OneInputStreamOperatorTestHarness<ChainRecord, ResultEnvelope> verify;

    private final Map<Integer, Mail> mails = new HashMap<>();
    private final AtomicLong clockSetBy = new AtomicLong();
    private int passes;
    private long millisPerPass;
    private Duration jump = Duration.ZERO;

    private ChainHarness(ChainSettings settings, int parallelism, int subtask) throws Exception {
        verify =
                new OneInputStreamOperatorTestHarness<>(
                        new VerifyOperator(settings), RoundSerializer.INSTANCE);
        qualify =
                new OneInputStreamOperatorTestHarness<>(
                        new QualifyOperator(settings), RoundSerializer.INSTANCE);
        qualify.setOutputCreator(ignored -> new CallingOutput(verify, () -> {}));
        draft =
                new OneInputStreamOperatorTestHarness<>(
                        new DraftOperator(settings), RoundSerializer.INSTANCE);
        draft.setOutputCreator(ignored -> new CallingOutput(qualify, () -> {}));
        StreamOperatorFactory<ChainRecord> factory =
                new HeadOperatorFactory(settings, CHECKPOINT_TIMEOUT, this::ticks);
        head =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        factory,
                        new RequestKey(),
                        Types.STRING,
                        MAX_PARALLELISM,
                        parallelism,
                        subtask);
        head.setOutputCreator(ignored -> new CallingOutput(draft, () -> pass(millisPerPass)));
        head.setup(RoundSerializer.INSTANCE);
    }

    static ChainHarness start(ChainSettings settings) throws Exception {
        ChainHarness harness = new ChainHarness(settings, 1, 0);
        harness.head.getStreamConfig().setChainStart();
        harness.open();
        return harness;
    }

    /** As if operators of the same task stood before the head. */
    static ChainHarness startBehindOthers(ChainSettings settings) throws Exception {
        ChainHarness harness = new ChainHarness(settings, 1, 0);
        harness.open();
        return harness;
    }

    /** Starts subtask {@code subtask} of {@code parallelism} from a subtask's snapshot. */
    static ChainHarness restore(
            ChainSettings settings, OperatorSubtaskState snapshot, int parallelism, int subtask)
            throws Exception {
        ChainHarness harness = new ChainHarness(settings, parallelism, subtask);
        harness.head.initializeState(
                KeyedOneInputStreamOperatorTestHarness.repartitionOperatorState(
                        snapshot, MAX_PARALLELISM, 1, parallelism, subtask));
        harness.head.getStreamConfig().setChainStart();
        harness.open();
        return harness;
    }

    private void open() throws Exception {
        verify.open();
        qualify.open();
        draft.open();
        head.open();
    }

    /** Of a clock that goes as the wall clock does, but is not set with it. */
    private long ticks() {
        return head.getProcessingTime() - clockSetBy.get();
    }

    /** Sets the wall clock forward, as nothing but its owner may. */
    void setClockForward(Duration jump) throws Exception {
        clockSetBy.addAndGet(jump.toMillis());
        head.setProcessingTime(head.getProcessingTime() + jump.toMillis());
    }

    /** Sets the wall clock forward in the middle of the next pass. */
    void setClockForwardInNextPass(Duration by) {
        jump = by;
    }

    /** Lets the clock move on whenever the head sends something on. */
    void letEveryPassTake(long millis) {
        millisPerPass = millis;
    }

    private void pass(long millis) throws Exception {
        passes++;
        if (mails.containsKey(passes)) {
            head.getTaskMailbox().put(mails.remove(passes));
        }
        if (!jump.isZero()) {
            Duration by = jump;
            jump = Duration.ZERO;
            setClockForward(by);
        }
        if (millis > 0) {
            head.setProcessingTime(head.getProcessingTime() + millis);
        }
    }

    void send(RequestEnvelope... envelopes) throws Exception {
        for (RequestEnvelope envelope : envelopes) {
            head.processElement(new StreamRecord<>(envelope, envelope.getOrigin().getEventTime()));
        }
    }

    /** Sends the task a mail, as barriers and operator events come, in the middle of a pass. */
    void mailDuringPass(int pass, RunnableWithException action) {
        mails.put(pass, new Mail(action, TaskMailbox.MIN_PRIORITY, "mail of the task"));
    }

    /** Delivers one mail of the head; false if there is none. */
    boolean step() throws Exception {
        Optional<Mail> mail = head.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
        if (mail.isPresent()) {
            mail.get().run();
        }
        return mail.isPresent();
    }

    /** Delivers mails until {@code results} stand. */
    void untilResults(int results) throws Exception {
        while (results().size() < results && step()) {
            continue;
        }
    }

    /** Delivers mails until none is left. */
    void finishAll() throws Exception {
        untilResults(Integer.MAX_VALUE);
    }

    /** A plan of the controller, or what claims to be one. */
    void plan(PlanEvent event) {
        ((HeadOperator) head.getOperator()).handleOperatorEvent(event);
    }

    void endInput() throws Exception {
        head.endInput();
    }

    OperatorSubtaskState snapshot(long checkpoint) throws Exception {
        return head.snapshot(checkpoint, checkpoint);
    }

    KeyedOneInputStreamOperatorTestHarness<String, RequestEnvelope, ChainRecord> head() {
        return head;
    }

    /** The progress of the one generation in state: the very object that the backend holds. */
    GenerationProgress storedProgress() throws Exception {
        return stored("progress", GenerationProgress.class);
    }

    /** What was admitted of the one generation in state: the very object. */
    AdmittedRequest storedAdmitted() throws Exception {
        return stored("admitted", AdmittedRequest.class);
    }

    /** Keys that have a value in a state. */
    List<String> storedKeys(String name) {
        KeyedStateBackend<String> backend = head.getOperator().getKeyedStateBackend();
        return backend.getKeys(name, VoidNamespace.INSTANCE).toList();
    }

    private <T extends SpecificRecordBase> T stored(String name, Class<T> type) throws Exception {
        KeyedStateBackend<String> backend = head.getOperator().getKeyedStateBackend();
        ValueStateDescriptor<T> descriptor =
                new ValueStateDescriptor<>(name, new AvroTypeInfo<>(type));
        List<String> keys = storedKeys(name);
        assertThat(keys).hasSize(1);
        backend.setCurrentKey(keys.get(0));
        return backend.getPartitionedState(
                        VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor)
                .value();
    }

    long counter(String name) throws Exception {
        return ((Counter) metric(name)).getCount();
    }

    int gauge(String name) throws Exception {
        return (Integer) ((Gauge<?>) metric(name)).getValue();
    }

    /** Of the plan in force. */
    Object controlGauge(String name) throws Exception {
        return ((Gauge<?>) metric(group().addGroup(ControlMetricNames.CONTROL), name)).getValue();
    }

    /** Of the adaptive policy, in the subgroups of {@code keysAndValues}. */
    Metric policyMetric(String name, String... keysAndValues) throws Exception {
        MetricGroup group = group().addGroup(MetricNames.POLICY);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            group = group.addGroup(keysAndValues[i], keysAndValues[i + 1]);
        }
        return metric(group, name);
    }

    private Metric metric(String name) throws Exception {
        return metric(group(), name);
    }

    private MetricGroup group() {
        return ((AbstractStreamOperator<?>) head.getOperator())
                .getMetricGroup()
                .addGroup(MetricNames.GROUP);
    }

    /** A metric by its name: Flink has no reader for what nobody reports. */
    @SuppressWarnings("unchecked")
    private static Metric metric(MetricGroup group, String name) throws Exception {
        Field metrics = AbstractMetricGroup.class.getDeclaredField("metrics");
        metrics.setAccessible(true);
        return ((Map<String, Metric>) metrics.get(group)).get(name);
    }

    /** Watermarks that left the chain. */
    List<Long> watermarks() {
        return verify.getOutput().stream()
                .filter(Watermark.class::isInstance)
                .map(mark -> ((Watermark) mark).getTimestamp())
                .toList();
    }

    List<GenerationResult> results() {
        return verify.extractOutputValues().stream().map(ResultEnvelope::getAnswer).toList();
    }

    GenerationResult result(String requestId) {
        return results().stream()
                .filter(result -> result.getRequestId().equals(requestId))
                .reduce(
                        (one, other) -> {
                            throw new AssertionError("two results for " + requestId);
                        })
                .orElseThrow(() -> new AssertionError("no result for " + requestId));
    }

    List<TokenDelta> deltas() {
        return side(SideOutputs.DELTAS).stream().map(envelope -> envelope.getDelta()).toList();
    }

    List<SpeculationPlan> plans() {
        return side(SideOutputs.PLANS);
    }

    List<DeadLetter> deadLetters() {
        return side(SideOutputs.DEAD_LETTERS);
    }

    private <T> List<T> side(OutputTag<T> tag) {
        return verify.getSideOutput(tag) == null
                ? List.of()
                : verify.getSideOutput(tag).stream().map(StreamRecord::getValue).toList();
    }

    @Override
    public void close() {
        try {
            IOUtils.closeAll(head, draft, qualify, verify);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
