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

import io.pyramidion.engine.policy.AdaptivePolicy;
import io.pyramidion.engine.policy.SpeculationPolicy;
import io.pyramidion.engine.scheduler.Scheduler;
import io.pyramidion.operators.batch.AnswerSender;
import io.pyramidion.operators.batch.ContinuousBatch;
import io.pyramidion.operators.batch.GenerationFactory;
import io.pyramidion.operators.batch.Intake;
import io.pyramidion.operators.batch.LoadWatch;
import io.pyramidion.operators.batch.OpenRequests;
import io.pyramidion.operators.controller.PlanEvent;
import io.pyramidion.operators.metrics.GenerationMetrics;
import io.pyramidion.operators.metrics.MetricNames;
import io.pyramidion.operators.metrics.PolicyMetrics;
import io.pyramidion.operators.metrics.RequestMetrics;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.state.HeadState;
import io.pyramidion.operators.state.KeyedStates;
import io.pyramidion.operators.tracing.RequestTracing;
import io.pyramidion.schemas.RequestEnvelope;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.SnapshotType;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.runtime.operators.coordination.OperatorEventHandler;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.IOUtils;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * The chain's keyed head, the only stage with state: it takes requests in, and drives rounds
 * through the stages behind it. Owns no model's KV cache.
 *
 * <p>Rounds run in mails that it sends to itself ({@link RoundLoop}), so barriers, input and timers
 * are handled between two rounds. A request is registered in state before anything else happens to
 * it; a running generation's progress is written to state when a snapshot is taken.
 *
 * <p>When too many requests wait, it stops reading by running rounds inside {@link
 * #processElement}. Between two of them every mail of the task runs, snapshots included. That is
 * safe where the head comes first in its task: its record is in state by then and is not looked at
 * again, no operator before it is in the middle of one, and no round is underway. Where something
 * is chained before the head, only its own mails and those of the operators behind it run.
 */
final class HeadOperator extends AbstractStreamOperator<ChainRecord>
        implements OneInputStreamOperator<RequestEnvelope, ChainRecord>,
                BoundedOneInput,
                OperatorEventHandler {

    private static final long serialVersionUID = 1L;

    private final ChainSettings settings;
    private final transient MailboxExecutor mailbox;
    private final transient OperatorEventGateway controller;
    private final transient LongSupplier ticks;
    private final Duration checkpointTimeout;

    private transient HeadState state;
    private transient LoadedPyramid models;
    private transient OpenRequests open;
    private transient ContinuousBatch batch;
    private transient Intake intake;
    private transient RoundLoop loop;
    private transient ChainOutput chain;
    private transient HeadControl control;
    private transient RequestTracing tracing;

    HeadOperator(
            StreamOperatorParameters<ChainRecord> parameters,
            ChainSettings settings,
            OperatorEventGateway controller,
            Duration checkpointTimeout,
            LongSupplier ticks) {
        super(parameters);
        this.checkpointTimeout = checkpointTimeout;
        this.ticks = ticks;
        this.controller = controller;
        this.settings = settings;
        this.mailbox = parameters.getMailboxExecutor();
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        KeyedStateBackend<String> backend = getKeyedStateBackend();
        StreamingOnly.check(backend);
        state =
                HeadState.create(
                        new KeyedStates(backend, context.getKeyedStateStore()),
                        settings.sessions(),
                        settings.requests());
    }

    @Override
    public void open() throws Exception {
        super.open();
        models = LoadedPyramid.acquire(settings);
        GenerationMetrics metrics =
                GenerationMetrics.register(getMetricGroup(), models.pyramid().bitExact());
        RequestMetrics requests = metrics.requests();
        LongSupplier clock = getProcessingTimeService()::getCurrentProcessingTime;
        LoadWatch load = new LoadWatch(ticks);
        chain = new ChainOutput(output);
        tracing =
                RequestTracing.of(
                        settings.tracing(),
                        getMetricGroup(),
                        getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
                        () -> control == null ? OptionalLong.empty() : control.planInForce());
        AnswerSender answers =
                new AnswerSender(
                        settings.models().name(),
                        models.pyramid().tokenizer(),
                        chain,
                        requests,
                        load,
                        tracing);
        SpeculationPolicy policy =
                SubstitutePolicy.orElse(
                        getRuntimeContext().getJobInfo().getJobName(),
                        () -> models.policy(settings.control()));
        open = new OpenRequests(state.queue(), settings.requests(), ticks);
        batch =
                new ContinuousBatch(
                        scheduler(policy),
                        new GenerationFactory(
                                models.pyramid(), models.plan().contextTokens(), settings),
                        open,
                        state,
                        answers,
                        requests,
                        load,
                        clock,
                        ticks);
        requests.watch(batch);
        intake = new Intake(batch, open, state.recent(), answers, requests, load, clock);
        loop =
                new RoundLoop(
                        batch,
                        open.watermarks(),
                        chain,
                        metrics,
                        mailbox(),
                        getContainingTask()::isCanceled);
        if (settings.control().isOn()) {
            listen(policy);
        }
        batch.restore();
        batch.admit();
        loop.goOn();
    }

    private Scheduler scheduler(SpeculationPolicy policy) {
        return new Scheduler(
                models.plan().slots(), settings.batch().prefillTokensPerRound(), policy);
    }

    private void listen(SpeculationPolicy policy) {
        control = new HeadControl(batch, policy, controller, settings, checkpointTimeout, ticks);
        MetricGroup group = getMetricGroup().addGroup(MetricNames.GROUP);
        control.register(group);
        every(settings.control().reportInterval(), time -> control.tick());
        if (policy instanceof AdaptivePolicy adaptive) {
            PolicyMetrics metrics = new PolicyMetrics(group, adaptive.figures());
            every(settings.control().interval(), time -> metrics.publish(adaptive.figures()));
        }
    }

    private void every(Duration interval, ProcessingTimeCallback callback) {
        long millis = interval.toMillis();
        getProcessingTimeService().scheduleWithFixedDelay(callback, millis, millis);
    }

    /**
     * Puts a plan in force; events are mails of the task, so no round is underway. What it lets
     * start starts at once.
     */
    @Override
    public void handleOperatorEvent(OperatorEvent event) {
        if (control == null || loop.isStopped() || !(event instanceof PlanEvent plan)) {
            return;
        }
        control.take(plan).ifPresent(chain::plan);
        try {
            batch.admit();
            loop.goOn();
        } catch (Exception e) {
            // Fails the task as it is: state declares no less, and the interface declares nothing.
            ExceptionUtils.rethrow(e);
        }
    }

    private MailboxExecutor mailbox() {
        return getOperatorConfig().isChainStart()
                ? getContainingTask()
                        .getMailboxExecutorFactory()
                        .createExecutor(TaskMailbox.MIN_PRIORITY)
                : mailbox;
    }

    @Override
    public void processElement(StreamRecord<RequestEnvelope> element) throws Exception {
        int running = batch.running();
        intake.arrive((String) getCurrentKey(), element.getValue());
        batch.admit();
        if (batch.running() > running) {
            loop.requestStarted();
        }
        loop.relieve(settings.batch().maxWaiting());
        loop.goOn();
    }

    @Override
    public void processWatermark(Watermark mark) {
        open.watermarks().watermarkArrived(mark.getTimestamp());
        loop.releaseWatermark();
    }

    /**
     * After the savepoint of a stop nothing more is generated: whatever a sink sent of it would be
     * sent again by the job that takes over.
     */
    @Override
    public OperatorSnapshotFutures snapshotState(
            long checkpoint,
            long timestamp,
            CheckpointOptions options,
            CheckpointStreamFactory factory)
            throws Exception {
        SnapshotType type = options.getCheckpointType();
        if (type instanceof SavepointType savepoint && savepoint.isSynchronous()) {
            loop.stop();
        }
        return super.snapshotState(checkpoint, timestamp, options, factory);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        batch.save();
        super.snapshotState(context);
    }

    /** Bounded input has ended: what runs and waits is answered before the job finishes. */
    @Override
    public void endInput() throws Exception {
        loop.drain();
    }

    @Override
    public void finish() throws Exception {
        loop.stop();
        super.finish();
    }

    @Override
    public void close() throws Exception {
        IOUtils.closeAll(models, tracing, super::close);
    }
}
