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
package io.pyramidion.operators.request;

import io.pyramidion.schemas.ChatMessage;
import io.pyramidion.schemas.ChatMessages;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class HistoryFitterTest {

    private static final int CONTEXT = 100;
    private static final int TOKENS_PER_MESSAGE = 10;

    private final HistoryFitter fitter = new HistoryFitter(CONTEXT);

    @Test
    void keepsWholeTurnsThatFillHalfOfTheContext() {
        List<ChatMessage> history = turns(5);

        // Four messages and the request make 50 tokens.
        assertThat(fit(history)).isEqualTo(history.subList(6, 10));
    }

    @Test
    void keepsALeadingSystemMessage() {
        List<ChatMessage> history = new ArrayList<>(turns(5));
        ChatMessage system = ChatMessages.of("system", "You tell tales.");
        history.add(0, system);

        assertThat(fit(history)).containsExactly(system, history.get(9), history.get(10));
    }

    @Test
    void dropsAtLeastOneTurn() {
        assertThat(fit(turns(1))).isEmpty();
    }

    @Test
    void keepsNothingIfTheRequestAloneIsTooLong() {
        assertThat(fitter.fit(turns(5), kept -> CONTEXT)).isEmpty();
    }

    @Test
    void leavesRoomForTheAnswerThatIsAskedForOrAQuarter() {
        assertThat(fitter.fits(95, 5)).isTrue();
        assertThat(fitter.fits(96, 5)).isFalse();
        assertThat(fitter.fits(75, 1000)).isTrue();
        assertThat(fitter.fits(76, 1000)).isFalse();
    }

    private List<ChatMessage> fit(List<ChatMessage> history) {
        return fitter.fit(history, kept -> TOKENS_PER_MESSAGE * (kept.size() + 1));
    }

    private static List<ChatMessage> turns(int count) {
        List<ChatMessage> history = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            history.add(ChatMessages.of("user", "question " + i));
            history.add(ChatMessages.of("assistant", "answer " + i));
        }
        return history;
    }
}
