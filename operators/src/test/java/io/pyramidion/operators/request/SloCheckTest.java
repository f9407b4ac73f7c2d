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

import io.pyramidion.engine.InvalidRequestException;
import io.pyramidion.schemas.ServiceLevelObjective;
import org.junit.jupiter.api.Test;

import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

class SloCheckTest {

    private static final long SENT = 10_000;

    @Test
    void acceptsAFirstTokenThatIsWantedNoLaterThanTheResult() {
        assertThatCode(() -> SloCheck.check(wanted(500, SENT + 500), SENT))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAFirstTokenThatIsWantedAfterTheResult() {
        assertThatThrownBy(() -> SloCheck.check(wanted(501, SENT + 500), SENT))
                .hasMessage(
                        "slo.ttft_ms is 501; allowed: at most 500, the time from the request to"
                                + " slo.deadline")
                .asInstanceOf(type(InvalidRequestException.class))
                .extracting(InvalidRequestException::field)
                .isEqualTo("slo.ttft_ms");
    }

    @Test
    void leavesARequestThatIsTooLateToItsDeadline() {
        assertThatCode(() -> SloCheck.check(wanted(500, SENT), SENT)).doesNotThrowAnyException();
    }

    @Test
    void checksFieldsByThemselvesFirst() {
        assertThatThrownBy(() -> SloCheck.check(wanted(0, SENT + 500), SENT))
                .hasMessage("slo.ttft_ms is 0; allowed: 1 to 86400000");
    }

    private static ServiceLevelObjective wanted(long firstToken, long deadline) {
        return ServiceLevelObjective.newBuilder()
                .setTtftMs(firstToken)
                .setDeadline(Instant.ofEpochMilli(deadline))
                .build();
    }
}
