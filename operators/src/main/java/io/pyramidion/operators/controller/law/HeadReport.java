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
package io.pyramidion.operators.controller.law;

import io.pyramidion.operators.request.SloClass;

import java.io.Serializable;
import java.util.List;

/**
 * How one head fares. Times are durations, so that no two machines' clocks are compared.
 *
 * @param classes one entry for each {@link SloClass}, in their order
 * @param running requests that run
 * @param slots requests that can run at once
 * @param fullRounds share of the rounds since the last report that found no slot free, 0 to 1
 * @param accepted proposed tokens that the target kept in the window
 * @param cutShort runs of proposals of which the target kept some first ones or none, but not all
 * @param tokensPerSecond generated tokens a second in the window
 * @param arrived requests that came to wait in the window, less those that left without running
 * @param served requests that ran and ended in the window
 * @param due waiting requests that have a time to keep
 * @param doomed those of them that will miss it at the pace of the window
 */
public record HeadReport(
        List<ClassLoad> classes,
        int running,
        int slots,
        double fullRounds,
        long accepted,
        long cutShort,
        double tokensPerSecond,
        long arrived,
        long served,
        int due,
        int doomed)
        implements Serializable {

    public HeadReport {
        classes = List.copyOf(classes);
        if (classes.size() != SloClass.values().length) {
            throw new IllegalArgumentException(
                    "classes has %d entries; allowed: %d"
                            .formatted(classes.size(), SloClass.values().length));
        }
    }

    public ClassLoad of(SloClass sloClass) {
        return classes.get(sloClass.ordinal());
    }
}
