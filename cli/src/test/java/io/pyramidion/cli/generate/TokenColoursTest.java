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
package io.pyramidion.cli.generate;

import io.pyramidion.cli.terminal.Style;
import io.pyramidion.engine.speculation.Proposal;
import io.pyramidion.engine.speculation.TokenProposer;
import io.pyramidion.engine.speculation.TracedToken;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalDouble;

import static org.assertj.core.api.Assertions.assertThat;

class TokenColoursTest {

    private static final List<TracedToken> TOKENS =
            List.of(
                    token("Once", TokenProposer.TARGET, OptionalDouble.empty()),
                    token("", TokenProposer.DRAFT, OptionalDouble.of(0.9)),
                    token(" upon", TokenProposer.DRAFT, OptionalDouble.of(0.9)),
                    token(" a\n\ntime", TokenProposer.QUALIFIER, OptionalDouble.of(0.2)),
                    token("!", TokenProposer.LOOKUP, OptionalDouble.empty()));

    @Test
    void eachProposerHasItsColourAndTheUnsureIsFaint() {
        String text = new TokenColours(new Style(true)).text(TOKENS);

        assertThat(text.replace('\u001b', '^'))
                .isEqualTo(
                        "Once^[32m upon^[0m^[2m^[36m a^[0m^[0m\n\n^[2m^[36mtime^[0m^[0m^[33m!^[0m");
        assertThat(Style.plain(text)).isEqualTo("Once upon a\n\ntime!");
    }

    @Test
    void withoutColoursItIsTheText() {
        assertThat(new TokenColours(new Style(false)).text(TOKENS))
                .isEqualTo("Once upon a\n\ntime!");
    }

    @Test
    void theLegendCountsTheTokensOfEach() {
        List<Proposal> proposals = TOKENS.stream().map(TracedToken::proposal).toList();

        assertThat(new TokenColours(new Style(false)).legend(proposals))
                .isEqualTo(
                        "tokens by draft 2 (40 %), qualifier 1 (20 %), target 1 (20 %), lookup 1"
                                + " (20 %)");
    }

    private static TracedToken token(String text, TokenProposer by, OptionalDouble chance) {
        return new TracedToken(text, new Proposal(by, chance));
    }
}
