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

import io.pyramidion.benchmarks.load.AnswerLog;
import io.pyramidion.benchmarks.load.JobRun;
import io.pyramidion.benchmarks.load.LoadTopics;
import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalBroker;
import io.pyramidion.local.LocalCluster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/** {@code pyramidion bench overload}: what a job does with more than it can take. */
@Command(
        name = "overload",
        description = "Applies overloads to a job, one after the other, and shows how it copes.",
        mixinStandardHelpOptions = true)
public final class OverloadCommand implements Callable<Integer> {

    private static final int MAX_BYTES = 4 << 20;

    @Spec private CommandSpec spec;

    @Option(
            names = "--overloads",
            split = ",",
            description = "Overloads to apply: ${COMPLETION-CANDIDATES}; all by default.")
    private List<Overload> overloads = List.of(Overload.values());

    @Option(
            names = "--out",
            defaultValue = "target/overload",
            description = "Folder for logs and report (${DEFAULT-VALUE}).")
    private Path out;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        PrintWriter terminal = spec.commandLine().getOut();
        Path folder = out.toAbsolutePath();
        Files.createDirectories(folder);
        List<String> lines = new ArrayList<>(List.of(OverloadRecord.HEADER));
        terminal.println(OverloadRecord.HEADER);
        try (LocalCluster cluster = LocalCluster.start(Installation.current(), launch(folder))) {
            cluster.broker().createTopics(LoadTopics.PARTITIONS, LoadTopics.names());
            LoadTopics topics = new LoadTopics(cluster.broker().bootstrapServers());
            JobRun job = new JobRun(cluster, Map.of("kafka.max-record-bytes", "1 mb"));
            job.start(1, Optional.empty());
            try (AnswerLog answers = new AnswerLog(topics);
                    RequestBurst burst = new RequestBurst(topics)) {
                OverloadRun run = new OverloadRun(cluster, job, answers, burst);
                run.warmUp();
                for (Overload overload : overloads) {
                    lines.add(run.lay(overload).row());
                    terminal.println(lines.get(lines.size() - 1));
                    terminal.flush();
                }
            }
        }
        Files.write(folder.resolve("report.md"), lines);
        return 0;
    }

    private static LocalCluster.Launch launch(Path folder) throws IOException {
        LocalBroker.Launch standard = LocalBroker.Launch.STANDARD;
        LocalBroker.Launch broker =
                new LocalBroker.Launch(
                        MAX_BYTES,
                        standard.port(),
                        standard.folder(),
                        standard.detached(),
                        standard.server(),
                        standard.client());
        return new LocalCluster.Launch(
                1,
                Map.of(),
                false,
                Optional.of(broker),
                OptionalInt.empty(),
                Optional.of(Files.createTempDirectory(folder, "cluster-")),
                false,
                1);
    }
}
