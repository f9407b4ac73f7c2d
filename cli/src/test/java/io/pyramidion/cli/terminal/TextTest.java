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
package io.pyramidion.cli.terminal;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class TextTest {

    @Test
    void endsLinesBetweenWords() {
        assertThat(Text.wrapped("ab cd efghijk l", 5).lines())
                .containsExactly("ab cd", "efghijk", "l");
        assertThat(Text.wrapped("你好 你好", 8).lines()).containsExactly("你好", "你好");
        assertThat(Text.wrapped("\u001b[32mab\u001b[0m cd", 5)).doesNotContain("\n");
        assertThat(Text.wrapped("a b c", 0)).isEqualTo("a b c");
    }

    @Test
    void cutsToTheWidth() {
        assertThat(Text.head("a tale of foxes", 6)).isEqualTo("a tal…");
        assertThat(Text.tail("a tale of foxes", 6)).isEqualTo("…foxes");
        assertThat(Text.head("fits", 4)).isEqualTo("fits");
        assertThat(Text.tail("fits", 4)).isEqualTo("fits");
    }

    @Test
    void splitsNoCharacter() {
        assertThat(Text.head("a😀bc", 3)).isEqualTo("a…");
        assertThat(Text.tail("ab😀c", 3)).isEqualTo("…c");
    }

    @Test
    void countsColumnsNotCharacters() {
        assertThat(Text.head("狐狸的故事", 7)).isEqualTo("狐狸的…");
        assertThat(Text.tail("狐狸的故事", 6)).isEqualTo("…故事");
        assertThat(Text.head("狐狸的故事", 10)).isEqualTo("狐狸的故事");
        assertThat(Text.head("狐", 1)).isEqualTo("…");
        assertThat(Text.padded("狐", 4)).isEqualTo("狐  ");
    }

    @Test
    void putsATextOnOneLine() {
        assertThat(Text.line("\none\r\ntwo\tthree\u001b[31m ")).isEqualTo("one ⏎ two three [31m");
    }

    @Test
    void writesTimesAndShares() {
        assertThat(Text.time(999)).isEqualTo("999 ms");
        assertThat(Text.time(1500)).isEqualTo("1.5 s");
        assertThat(Text.time(75_400)).isEqualTo("1 min 15 s");
        assertThat(Text.percent(0.714)).isEqualTo("71 %");
    }

    @Test
    void writesTimesInWholeSeconds() {
        assertThat(Text.wholeTime(Duration.ofMillis(1600))).isEqualTo("2 s");
        assertThat(Text.wholeTime(Duration.ofSeconds(185))).isEqualTo("3 min 5 s");
        assertThat(Text.wholeTime(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
    }

    @Test
    void writesRates() {
        assertThat(Text.perSecond(1200, Duration.ofSeconds(8))).isEqualTo("150");
        assertThat(Text.perSecond(9, Duration.ofSeconds(2))).isEqualTo("4.5");
        assertThat(Text.perSecond(1, Duration.ofSeconds(8))).isEqualTo("0.13");
        assertThat(Text.perSecond(3, Duration.ZERO)).isEqualTo("3000");
    }
}
