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

import io.pyramidion.engine.speculation.Round;
import io.pyramidion.operators.batch.ContinuousBatch;
import io.pyramidion.operators.batch.WatermarkHold;
import io.pyramidion.operators.metrics.GenerationMetrics;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.execution.CancelTaskException;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The head's rounds, one after another as long as a request runs or waits. Each is one mail of the
 * task, unless the head runs some at once because too many requests wait or its input has ended;
 * then the task's other mails run between two of them. Used by the task's thread only.
 */
final class RoundLoop {

    private final ContinuousBatch batch;
    private final WatermarkHold watermarks;
    private final ChainOutput chain;
    private final GenerationMetrics metrics;
    private final MailboxExecutor mailbox;
    private final BooleanSupplier cancelled;
    private final RoundMail mail;
    private boolean startedSinceLastMail;
    private boolean runsAtOnce;
    private boolean stopped;

    /**
     * @param mailbox gives the mails that run between rounds that run at once
     * @param cancelled whether the task is to end at once
     */
    RoundLoop(
            ContinuousBatch batch,
            WatermarkHold watermarks,
            ChainOutput chain,
            GenerationMetrics metrics,
            MailboxExecutor mailbox,
            BooleanSupplier cancelled) {
        this.batch = batch;
        this.watermarks = watermarks;
        this.chain = chain;
        this.metrics = metrics;
        this.mailbox = mailbox;
        this.cancelled = cancelled;
        this.mail = new RoundMail(mailbox, this::onMail);
    }

    /** Sends on what event time allows, and sees to it that a next round comes if one is due. */
    void goOn() {
        releaseWatermark();
        if (!batch.isIdle() && !stopped) {
            mail.send();
        }
    }

    void releaseWatermark() {
        chain.watermark(watermarks.release());
    }

    /** Takes note that a request that arrived runs already. */
    void requestStarted() {
        startedSinceLastMail = true;
    }

    /** Runs rounds until no more than {@code maxWaiting} requests wait. */
    void relieve(int maxWaiting) throws Exception {
        runAtOnce(() -> batch.waiting() > maxWaiting);
    }

    /** Runs rounds until every request is answered. */
    void drain() throws Exception {
        runAtOnce(() -> !batch.isIdle());
        goOn();
    }

    private void runAtOnce(BooleanSupplier due) throws Exception {
        runsAtOnce = true;
        while (due.getAsBoolean() && !stopped) {
            round();
            while (mailbox.tryYield()) {
                // Barriers, plans and timers wait for one round, not for all of them.
            }
        }
        runsAtOnce = false;
    }

    /** Lets no further round run. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /**
     * While mails are underway the task reads one record between two of them. Rounds would start
     * with one request and fill up by one a round; so as long as requests start and slots are free,
     * the mail only makes room for the next. Requests that are refused, or wait for their session,
     * hold up nobody.
     */
    private void onMail() throws Exception {
        if (stopped || runsAtOnce) {
            return;
        }
        if (!startedSinceLastMail || !batch.hasFreeSlot()) {
            round();
        }
        startedSinceLastMail = false;
        goOn();
    }

    private void round() throws Exception {
        if (cancelled.getAsBoolean()) {
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
            chain.pass(round);
        } while (!round.verified());
    }
}
