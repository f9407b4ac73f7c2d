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
package io.pyramidion.benchmarks.soak;

/** What a job is burdened with. */
enum Overload {
    LARGE_PROMPTS("40 prompts of 900 kB, 10 records above the limit, 20 requests among them"),
    HOT_SESSION("300 turns of one session at once, 40 requests of others"),
    SLOW_SINK("the broker takes 2 kB/s for 30 s, 60 requests"),
    BROKER_AWAY("no broker for a minute, 60 requests"),
    NO_STORAGE("no checkpoint can be written for 20 s, 60 requests"),
    FLOOD("100,000 requests at once, looked at for a minute");

    private final String words;

    Overload(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
