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
package io.pyramidion.benchmarks.chaos;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class RecoveryReportTest {

    @TempDir private Path folder;

    @Test
    void showsMedianAndLongestOfEachStepAndLeavesOutWhatWasNotTaken() throws IOException {
        List<Recovery> all =
                List.of(
                        recovery(Outage.STANDBY, 3000, 7000, 0),
                        recovery(Outage.STANDBY, 5000, 9000, 1),
                        recovery(Outage.STANDBY, 4000, 8000, 0),
                        recovery(Outage.TASK_MANAGER, -1, 4000, 1));

        Path page = RecoveryReport.write(folder, all);

        assertThat(Files.readAllLines(page))
                .contains(
                        "|  | job manager; its standby takes over | task manager; a spare one takes"
                                + " its tasks |",
                        "| kills | 3 | 1 |",
                        "| job is loaded | 4.0, 5.0 |  |",
                        "| first new token | 8.0, 9.0 | 4.0, 4.0 |",
                        "| kills after which tasks moved to another task manager | 1 | 1 |",
                        "| load average, median | 1.5 | 1.5 |");
        assertThat(Files.readAllLines(folder.resolve("recoveries.csv")))
                .hasSize(5)
                .startsWith(Recovery.CSV_HEADER)
                .contains("STANDBY,1.5,0,3000,0,0,0,0,7000,7000,0");
    }

    private static Recovery recovery(Outage outage, long created, long firstToken, int moved) {
        return new Recovery(outage, 1.5, 0, created, 0, 0, 0, 0, firstToken, firstToken, moved);
    }
}
