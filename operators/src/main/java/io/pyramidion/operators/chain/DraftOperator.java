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

import io.pyramidion.engine.policy.FixedPolicy;
import io.pyramidion.engine.scheduler.Scheduler;
import io.pyramidion.engine.speculation.DraftStage;
import io.pyramidion.engine.speculation.Round;
import io.pyramidion.operators.batch.Admission;
import io.pyramidion.operators.batch.AnswerDesk;
import io.pyramidion.operators.batch.ContinuousBatch;
import io.pyramidion.operators.metrics.GenerationMetrics;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.state.GenerationStates;
import io.pyramidion.operators.state.KeyedStates;
import io.pyramidion.schemas.RequestEnvelope;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.SnapshotType;
import org.apache.flink.runtime.execution.CancelTaskException;
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

import java.util.Optional;

/**
 * The chain's keyed head. It admits requests, drives rounds through the chain, and is the only
 * stage with state. Owns the draft model's KV cache.
 *
 * <p>Rounds run in mails that it sends to itself, so barriers, input and timers are handled between
 * two rounds. A request is registered in state before anything else happens to it; a running
 * generation's progress is written to state when a snapshot is taken. When too many requests wait,
 * it stops reading by running rounds inside {@link #processElement}: nothing is lost if a barrier
 * has to wait for that, since the request is in state by then.
 */
final class DraftOperator extends AbstractStreamOperator<ChainRecord>
        implements OneInputStreamOperator<RequestEnvelope, ChainRecord>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    private final ChainSettings settings;
    private final transient MailboxExecutor mailbox;

    private transient GenerationStates states;
    private transient LoadedPyramid models;
    private transient DraftStage stage;
    private transient ContinuousBatch batch;
    private transient GenerationMetrics metrics;
    private transient ChainOutput chain;
    private transient RoundMail mail;
    private transient boolean admittedSinceLastMail;
    private transient boolean stopped;

    DraftOperator(StreamOperatorParameters<ChainRecord> parameters, ChainSettings settings) {
        super(parameters);
        this.settings = settings;
        this.mailbox = parameters.getMailboxExecutor();
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        KeyedStateBackend<String> backend = getKeyedStateBackend();
        StreamingOnly.check(backend);
        states =
                GenerationStates.create(
                        new KeyedStates(backend, context.getKeyedStateStore()),
                        settings.sessions(),
                        settings.requests());
    }

    @Override
    public void open() throws Exception {
        super.open();
        models = LoadedPyramid.acquire(settings);
        stage = models.pyramid().draftStage(models.plan());
        metrics = GenerationMetrics.register(getMetricGroup());
        chain = new ChainOutput(output);
        mail = new RoundMail(mailbox, this::onMail);
        batch = batch();
        batch.restore();
        batch.admit();
        goOn();
    }

    private ContinuousBatch batch() {
        return new ContinuousBatch(
                new Scheduler(
                        models.plan().slots(),
                        settings.batch().prefillTokensPerRound(),
                        new FixedPolicy()),
                new Admission(models.pyramid(), models.plan().contextTokens(), settings),
                states,
                settings.requests(),
                new AnswerDesk(
                        settings.models().name(),
                        models.pyramid().tokenizer(),
                        chain,
                        metrics,
                        getProcessingTimeService()::getCurrentProcessingTime));
    }

    @Override
    public void processElement(StreamRecord<RequestEnvelope> element) throws Exception {
        int running = batch.running();
        batch.arrive((String) getCurrentKey(), element.getValue());
        batch.admit();
        admittedSinceLastMail |= batch.running() > running;
        while (batch.waiting() > settings.batch().maxWaiting()) {
            round();
        }
        goOn();
    }

    @Override
    public void processWatermark(Watermark mark) {
        batch.watermarks().watermarkArrived(mark.getTimestamp());
        chain.watermark(batch.watermarks().release());
    }

    /**
     * While mails are underway the task reads one record between two of them. Rounds would start
     * with one request and fill up by one a round; so as long as requests start and slots are free,
     * the mail only makes room for the next. Requests that are refused, or wait for their session,
     * hold up nobody.
     */
    private void onMail() throws Exception {
        if (stopped) {
            return;
        }
        if (!admittedSinceLastMail || !batch.hasFreeSlot()) {
            round();
        }
        admittedSinceLastMail = false;
        goOn();
    }

    private void goOn() {
        chain.watermark(batch.watermarks().release());
        if (!batch.isIdle() && !stopped) {
            mail.send();
        }
    }

    private void round() throws Exception {
        if (getContainingTask().isCanceled()) {
            // Loops of rounds would keep a cancelled task alive until its generations end.
            throw new CancelTaskException();
        }
        long start = System.nanoTime();
        Optional<Round> next = batch.schedule();
        if (next.isPresent()) {
            int running = batch.running();
            run(next.get());
            batch.settle(next.get());
            batch.admit();
            metrics.roundEnded(next.get().outcome(), running, System.nanoTime() - start);
        }
    }

    private void run(Round round) {
        do {
            stage.propose(round);
            chain.pass(round);
        } while (!round.verified());
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
        stopped |= type instanceof SavepointType savepoint && savepoint.isSynchronous();
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
        while (!batch.isIdle()) {
            round();
            while (mailbox.tryYield()) {
                // Timers and other mails of this operator go on meanwhile.
            }
        }
        goOn();
    }

    @Override
    public void finish() throws Exception {
        stopped = true;
        super.finish();
    }

    @Override
    public void close() throws Exception {
        Closing.all(stage, models, super::close);
    }
}
