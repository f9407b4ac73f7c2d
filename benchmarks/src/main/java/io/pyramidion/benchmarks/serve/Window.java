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
package io.pyramidion.benchmarks.serve;

import io.pyramidion.operators.request.SloClass;

import java.util.List;
import java.util.Map;

/**
 * What a policy made of a window.
 *
 * @param answers in the order of the requests
 */
record Window(List<Answer> answers) {

    /** The requests' ids. */
    List<String> ids() {
        return answers.stream().map(Answer::id).toList();
    }

    /** From when the first request was due until the last answer, seconds. */
    double seconds() {
        double first = answers.stream().mapToDouble(a -> a.request().at()).min().orElse(0);
        double last =
                answers.stream()
                        .mapToDouble(a -> a.request().at() + a.endToEnd() / 1e3)
                        .max()
                        .orElse(0);
        return last - first;
    }

    double tokensPerSecond() {
        return answers.stream().mapToInt(a -> a.tokens().size()).sum() / seconds();
    }

    /** Tokens per second of the answers that their objectives were met for. */
    double goodput(Map<SloClass, Objective> objectives) {
        return answers.stream()
                        .filter(a -> a.isWhole() && objectives.get(a.request().kind()).isMet(a))
                        .mapToInt(a -> a.tokens().size())
                        .sum()
                / seconds();
    }

    /** Whole answers with other tokens than another window's with the same requests. */
    int differing(Window other) {
        int differing = 0;
        for (int i = 0; i < answers.size(); i++) {
            Answer own = answers.get(i);
            Answer theirs = other.answers.get(i);
            if (own.isWhole() && theirs.isWhole() && !own.tokens().equals(theirs.tokens())) {
                differing++;
            }
        }
        return differing;
    }
}
