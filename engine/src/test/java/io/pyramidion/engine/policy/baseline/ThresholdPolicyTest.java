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
package io.pyramidion.engine.policy.baseline;

import io.pyramidion.engine.decoder.Confidence;
import io.pyramidion.engine.speculation.ModelRole;
import io.pyramidion.engine.speculation.ProposalPass;
import io.pyramidion.engine.speculation.RoundPlan;
import io.pyramidion.engine.speculation.Sequence;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ThresholdPolicyTest {

    @Test
    void draftsOnForTheWholeBatchWhileItsMeanProbabilityReachesTheThreshold() {
        List<Sequence> batch = Texts.exact(2);
        RoundPlan plan = new ThresholdPolicy(0.5, 8).plan(batch);
        assertThat(plan.measures()).isTrue();
        assertThat(plan.lookahead(batch.get(0)).candidates()).isEqualTo(8);
        assertThat(batch).allMatch(plan.proceeding(pass(batch, 0.9, 0.2)));
        assertThat(batch).noneMatch(plan.proceeding(pass(batch, 0.9, 0.05)));
    }

    @Test
    void keepsTheLengthsOfARequestWhoseTextDependsOnThem() {
        Sequence fuzzy = Texts.fuzzy();
        List<Sequence> batch = List.of(fuzzy);
        RoundPlan plan = new ThresholdPolicy(0.5, 8).plan(batch);
        assertThat(plan.lookahead(fuzzy).candidates()).isEqualTo(5);
        assertThat(batch).allMatch(plan.proceeding(pass(batch, 0.01)));
    }

    @Test
    void refusesWhatIsNoProbability() {
        assertThatThrownBy(() -> new ThresholdPolicy(1.2, 8))
                .hasMessage("threshold is 1.2; allowed: 0 to 1");
        assertThatThrownBy(() -> new ThresholdPolicy(0.4, 0))
                .hasMessage("maxLength is 0; allowed: at least 1");
    }

    private static ProposalPass pass(List<Sequence> batch, double... probabilities) {
        List<ProposalPass.Proposed> proposed = new ArrayList<>();
        for (int i = 0; i < probabilities.length; i++) {
            Confidence confidence = new Confidence(1, (float) Math.log(probabilities[i]), 1);
            proposed.add(new ProposalPass.Proposed(batch.get(i), 1, 1, true, List.of(confidence)));
        }
        return new ProposalPass(ModelRole.DRAFT, proposed);
    }
}
