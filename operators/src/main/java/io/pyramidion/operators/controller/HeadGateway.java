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
package io.pyramidion.operators.controller;

import org.apache.flink.runtime.messages.Acknowledge;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator.SubtaskGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The way to one attempt of a head. Plans that are underway to an attempt that is gone are taken
 * for received: Flink keeps plans back while a checkpoint starts, never sends those to an attempt
 * that dies meanwhile, and lets the next checkpoint wait for them, until it times out after minutes
 * in which no result is committed. The attempt that follows gets the plan that stands.
 */
final class HeadGateway {

    private static final Logger LOG = LoggerFactory.getLogger(HeadGateway.class);

    private final SubtaskGateway gateway;
    private final Set<CompletableFuture<Acknowledge>> underway = new HashSet<>();
    private boolean gone;

    HeadGateway(SubtaskGateway gateway) {
        this.gateway = gateway;
    }

    /** Sends a plan; a head that is not there yet, or no more, gets the next one. */
    void send(PlanEvent plan) {
        CompletableFuture<Acknowledge> sent;
        try {
            sent = gateway.sendEvent(plan);
        } catch (RuntimeException e) {
            LOG.debug("Head {} takes no plan now.", gateway.getSubtask(), e);
            return;
        }
        if (isKept(sent)) {
            sent.whenComplete((received, failure) -> forget(sent));
        } else {
            sent.complete(Acknowledge.get());
        }
    }

    /** The attempt is gone. */
    void leave() {
        List<CompletableFuture<Acknowledge>> left;
        synchronized (this) {
            gone = true;
            left = List.copyOf(underway);
        }
        left.forEach(sent -> sent.complete(Acknowledge.get()));
    }

    private synchronized boolean isKept(CompletableFuture<Acknowledge> sent) {
        return !gone && underway.add(sent);
    }

    private synchronized void forget(CompletableFuture<Acknowledge> sent) {
        underway.remove(sent);
    }
}
