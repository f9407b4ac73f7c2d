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
package io.pyramidion.cli.cluster;

import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.job.JobStart;
import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import io.pyramidion.local.Installation;
import io.pyramidion.local.StandingCluster;
import io.pyramidion.operators.rest.FlinkRest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The job's jar on its way to a cluster, by Flink's REST interface. The options are checked here
 * first, so that what is wrong is said here.
 *
 * @param rest the cluster's REST interface
 * @param options every option of the job by its full key
 */
record Submission(FlinkRest rest, Map<String, String> options) {

    /**
     * A submission of the bundled jar.
     *
     * @param cluster folder of a {@link StandingCluster}, whose broker is used where the arguments
     *     name none; or a REST address
     * @throws CommandException if there is no such cluster
     */
    static Submission to(String cluster, List<String> arguments) {
        Map<String, String> options = SettingsLoader.flattened(arguments);
        if (cluster.startsWith("http://") || cluster.startsWith("https://")) {
            return new Submission(new FlinkRest(URI.create(cluster)), options);
        }
        StandingCluster standing = standing(Path.of(cluster));
        if (!options.containsKey(KafkaOptions.BOOTSTRAP_SERVERS.key())) {
            options.put(KafkaOptions.BOOTSTRAP_SERVERS.key(), standing.bootstrapServers());
            options.putIfAbsent(KafkaOptions.CREATE_TOPICS.key(), "true");
        }
        return new Submission(new FlinkRest(standing.rest()), options);
    }

    /** The cluster of a folder, which runs. */
    static StandingCluster standing(Path folder) {
        return StandingCluster.find(folder)
                .filter(StandingCluster::stands)
                .orElseThrow(
                        () ->
                                new CommandException(
                                        "No cluster runs in "
                                                + folder
                                                + "; start one with: pyramidion cluster up"));
    }

    /**
     * Checks the options.
     *
     * @param snapshot savepoint or checkpoint to go on from, if any
     * @return what they come to
     */
    Settings check(Optional<String> snapshot) {
        return JobStart.check(SettingsLoader.load(options, Map.of()), snapshot.isPresent())
                .settings();
    }

    /**
     * Submits; the options are {@link #check checked} already.
     *
     * @param snapshot savepoint or checkpoint to go on from, if any
     * @return the job's id
     * @throws CommandException if the cluster does not accept it
     */
    String submit(Optional<String> snapshot) {
        List<String> arguments =
                options.entrySet().stream()
                        .map(option -> "--" + option.getKey() + "=" + option.getValue())
                        .toList();
        try {
            String jar = rest.upload(Installation.current().jobJar());
            return rest.run(jar, arguments, snapshot);
        } catch (IOException e) {
            throw new CommandException(
                    "The cluster at " + rest.address() + " did not run the job: " + e.getMessage(),
                    e);
        }
    }
}
