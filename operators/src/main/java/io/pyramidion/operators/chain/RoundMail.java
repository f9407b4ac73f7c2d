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

import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.MailboxExecutor.MailOptions;
import org.apache.flink.util.function.ThrowingRunnable;

import java.util.concurrent.RejectedExecutionException;

/**
 * The letter to itself by which the head goes on: at most one is on its way. Deferrable, so that a
 * stop with savepoint does not wait for all generations to end, and between two of them the task
 * handles barriers, input and timers.
 */
final class RoundMail {

    private final MailboxExecutor mailbox;
    private final ThrowingRunnable<Exception> round;
    private boolean underway;

    RoundMail(MailboxExecutor mailbox, ThrowingRunnable<Exception> round) {
        this.mailbox = mailbox;
        this.round = round;
    }

    /** Sends the mail unless it is underway. */
    void send() {
        if (underway) {
            return;
        }
        try {
            mailbox.execute(MailOptions.deferrable(), this::deliver, "generation round");
            underway = true;
        } catch (RejectedExecutionException e) {
            // The task is closing, after a savepoint or a cancellation: state has what is undone.
            underway = false;
        }
    }

    private void deliver() throws Exception {
        underway = false;
        round.run();
    }
}
