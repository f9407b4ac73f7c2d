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

import io.pyramidion.cli.kafka.Topics;
import io.pyramidion.cli.terminal.CommandException;
import io.pyramidion.cli.terminal.Resources;
import io.pyramidion.cli.web.ConsoleArguments;
import io.pyramidion.cli.web.WebConsole;
import io.pyramidion.job.JobStart;
import io.pyramidion.job.ModelsHere;
import io.pyramidion.job.PyramidionJob;
import io.pyramidion.job.options.Endpoint;
import io.pyramidion.job.options.FileOptions;
import io.pyramidion.job.options.JobOptions;
import io.pyramidion.job.options.KafkaOptions;
import io.pyramidion.job.options.Settings;
import io.pyramidion.job.options.SettingsLoader;
import io.pyramidion.local.Installation;
import io.pyramidion.local.LocalFlink;
import io.pyramidion.operators.rest.FlinkRest;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** {@code pyramidion run}: the job against the user's own Kafka, on a Flink in this JVM. */
@Command(
        name = "run",
        description = {
            "Run the job against your Kafka, on a local Flink with its dashboard, or submit it to a"
                    + " cluster.",
            "You can give every option of docs/operations/configuration.md as --key value, with or"
                    + " without its prefix pyramidion.; flink.* options go to Flink itself."
        },
        customSynopsis = {
            "pyramidion run [--on CLUSTER [--from SNAPSHOT]] [--console PORT]",
            "                      --config FILE [--key value]..."
        },
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--on",
            paramLabel = "CLUSTER",
            description =
                    "Submit the job and return: to the cluster of a folder (pyramidion cluster up),"
                            + " or to the one whose REST address is given, http://host:port.")
    private Optional<String> on = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "SNAPSHOT",
            description =
                    "With --on: path of the savepoint or retained checkpoint to continue from.")
    private Optional<String> from = Optional.empty();

    @Mixin private ConsoleArguments console;

    @Unmatched private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        console.check();
        if (on.isPresent()) {
            return onCluster(Submission.to(on.orElseThrow(), arguments));
        }
        if (from.isPresent()) {
            throw new CommandException(
                    "--from needs --on; without a cluster the job always starts afresh");
        }
        JobStart.Checked checked =
                JobStart.check(SettingsLoader.load(arguments.toArray(String[]::new)), false);
        Settings settings = checked.settings();
        ModelsHere.check(settings);
        Configuration flinkOptions = settings.flinkConfiguration();
        try (Resources resources = new Resources()) {
            Optional<WebConsole> page = page(settings, resources);
            LocalFlink flink =
                    LocalFlink.start(
                            Installation.current(),
                            new LocalFlink.Launch(
                                    settings.get(JobOptions.NAME),
                                    settings.get(JobOptions.PARALLELISM),
                                    flinkOptions.get(RestOptions.PORT),
                                    flinkOptions.toMap(),
                                    environment ->
                                            PyramidionJob.build(
                                                    environment, settings, checked.inputs())));
            resources.add(flink::close);
            say(
                    "Running: requests from "
                            + source(settings)
                            + "; dashboard "
                            + flink.rest().address()
                            + "; log "
                            + System.getProperty("pyramidion.log", "none")
                            + "; Ctrl-C stops");
            page.ifPresent(console -> watch(console, settings, flink.rest(), flink.jobId()));
            flink.awaitEnd();
        }
        return 0;
    }

    /** Submits; with a page, stays to serve it. The job goes on when the command ends. */
    private int onCluster(Submission submission) {
        Settings settings = submission.check(from);
        try (Resources resources = new Resources()) {
            Optional<WebConsole> page = page(settings, resources);
            String job = submission.submit(from);
            FlinkRest rest = submission.rest();
            say(
                    "Submitted: job %s; dashboard %s/#/job/running/%1$s"
                            .formatted(job, rest.address()));
            if (page.isPresent()) {
                watch(page.get(), settings, rest, job);
                say("Ctrl-C ends the console; the job keeps running");
                new CountDownLatch(1).await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private Optional<WebConsole> page(Settings settings, Resources resources) {
        Endpoint source = settings.get(JobOptions.SOURCE);
        Endpoint sink = settings.get(JobOptions.SINK);
        if (console.isAsked() && (source == Endpoint.FILES || sink == Endpoint.FILES)) {
            throw new CommandException(
                    "--console shows what goes through Kafka; %s is %s and %s is %s"
                            .formatted(
                                    JobOptions.SOURCE.key(), source, JobOptions.SINK.key(), sink));
        }
        return console.open(resources);
    }

    private void watch(WebConsole page, Settings settings, FlinkRest rest, String job) {
        page.watch(Topics.of(settings), rest, job);
        say("Console: " + page.address());
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
    }

    private static String source(Settings settings) {
        return settings.get(JobOptions.SOURCE) == Endpoint.FILES
                ? settings.get(FileOptions.INPUT)
                : settings.get(KafkaOptions.REQUEST_TOPIC)
                        + " at "
                        + settings.get(KafkaOptions.BOOTSTRAP_SERVERS);
    }
}
