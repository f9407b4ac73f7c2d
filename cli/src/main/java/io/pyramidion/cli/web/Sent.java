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
package io.pyramidion.cli.web;

import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.schemas.GenerationRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of a form's requests.
 *
 * @param requestIds those that the broker has, at least one
 * @param problem how many it does not have and why; empty if it has all
 */
record Sent(List<String> requestIds, Optional<String> problem) {

    /**
     * @param failures why each of the requests was not sent; empty of one that was
     * @throws Refusal if none was sent
     */
    static Sent of(List<GenerationRequest> requests, List<Optional<CommandException>> failures)
            throws Refusal {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            if (failures.get(i).isEmpty()) {
                sent.add(requests.get(i).getRequestId());
            }
        }
        Optional<String> first =
                failures.stream().flatMap(Optional::stream).findFirst().map(Throwable::getMessage);
        if (sent.isEmpty()) {
            throw new Refusal(502, first.orElse("There is nothing to send"));
        }
        int missing = requests.size() - sent.size();
        return new Sent(
                List.copyOf(sent),
                first.map(why -> missing + " of " + requests.size() + " were not sent: " + why));
    }
}
