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

import io.pyramidion.schemas.RequestEnvelope;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestKeyTest {

    private final RequestKey key = new RequestKey();

    @Test
    void bringsASessionsRequestsTogether() {
        RequestEnvelope one = Requests.at(1, Requests.turn("s", "one", "hello"));
        RequestEnvelope two = Requests.at(2, Requests.turn("s", "two", "again"));

        assertThat(key.getKey(one)).isEqualTo(key.getKey(two));
    }

    @Test
    void keysRequestsWithoutASessionByTheirId() {
        RequestEnvelope one = Requests.at(1, Requests.blank("one"));
        RequestEnvelope cancel = Requests.at(2, Requests.cancel(Requests.blank("one")));
        RequestEnvelope two = Requests.at(3, Requests.blank("two"));

        assertThat(key.getKey(one)).isEqualTo(key.getKey(cancel)).isNotEqualTo(key.getKey(two));
    }

    @Test
    void cannotMistakeASessionForARequest() {
        RequestEnvelope request = Requests.at(1, Requests.blank("same"));
        RequestEnvelope session = Requests.at(2, Requests.turn("same", "same", "hello"));

        assertThat(key.getKey(session)).isNotEqualTo(key.getKey(request));
    }
}
