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
package io.pyramidion.operators.generation;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingLineTest {

    private final WaitingLine line = new WaitingLine();

    @Test
    void servesKeysInOrderOfArrival() {
        line.add("a");
        line.add("b");

        assertThat(line.next()).contains("a");
        assertThat(line.next()).contains("b");
        assertThat(line.next()).isEmpty();
    }

    @Test
    void holdsAKeyBackWhileItIsBusy() {
        line.add("a");
        line.add("a");
        line.next();

        assertThat(line.next()).isEmpty();
        assertThat(line.size()).isEqualTo(1);

        line.release("a");
        assertThat(line.next()).contains("a");
        assertThat(line.size()).isZero();
    }

    @Test
    void sendsAKeyThatWantsMoreToTheEnd() {
        line.add("a");
        line.add("a");
        line.next();
        line.add("b");
        line.release("a");

        assertThat(line.next()).contains("b");
        assertThat(line.next()).contains("a");
    }

    @Test
    void holdsAResumedKeyBack() {
        line.occupy("a");
        line.add("a");

        assertThat(line.next()).isEmpty();
        assertThat(line.size()).isEqualTo(1);
    }
}
