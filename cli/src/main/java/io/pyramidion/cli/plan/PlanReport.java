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
package io.pyramidion.cli.plan;

import io.pyramidion.cli.terminal.Text;
import io.pyramidion.simulation.capacity.Point;
import io.pyramidion.simulation.fleet.Request;
import io.pyramidion.simulation.fleet.Targets;
import io.pyramidion.simulation.profile.CostProfile;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** What {@code plan} prints. */
final class PlanReport {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final String ROW = "%14s %10s %11s %10s %10s %10s %10s%n";

    private final PrintWriter out;
    private final double goal;

    PlanReport(PrintWriter out, double goal) {
        this.out = out;
        this.goal = goal;
    }

    void load(CostProfile profile, List<Request> requests, Targets targets) {
        double seconds =
                Math.max(1, requests.get(requests.size() - 1).arrival().nanos() / NANOS_PER_SECOND);
        double prompts =
                mean(requests.stream().mapToLong(r -> r.arrival().promptTokens()).sum(), requests);
        double outputs =
                mean(requests.stream().mapToLong(r -> r.arrival().outputTokens()).sum(), requests);
        say("Profile:  %s. %s", profile.name(), profile.about());
        say(
                "Load:     %s in %.0f s, %.1f a second, on average %.0f prompt and %.0f output tokens.",
                Text.count(requests.size(), "request"),
                seconds,
                requests.size() / seconds,
                prompts,
                outputs);
        say(
                "Wanted:   first token within %s, each further one within %s, for %.4g %% of the requests.",
                wanted(targets.ttftMillis()), wanted(targets.tpotMillis()), 100 * goal);
    }

    private static double mean(long sum, List<Request> requests) {
        return (double) sum / requests.size();
    }

    private static String wanted(double millis) {
        return Double.isInfinite(millis)
                ? "any time"
                : new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT))
                                .format(millis)
                        + " ms";
    }

    /** The fleets of one way. */
    void way(String name, Collection<Point> points) {
        say("");
        say("%s", name);
        out.printf(
                ROW,
                "task managers",
                "as wanted",
                "TTFT mean",
                "p99, ms",
                "TPOT mean",
                "p99, ms",
                "tokens/s");
        for (Point point : points) {
            out.printf(
                    ROW,
                    point.taskManagers(),
                    number("%.2f %%", 100 * point.attainment()),
                    number("%.0f", point.meanTtft()),
                    number("%.0f", point.highTtft()),
                    number("%.2f", point.meanTpot()),
                    number("%.2f", point.highTpot()),
                    number("%.0f", point.tokensPerSecond() * point.taskManagers()));
        }
        out.flush();
    }

    /** How many are needed, and how that compares with the first way. */
    void answer(List<String> ways, List<OptionalInt> needs, int most) {
        say("");
        for (int i = 0; i < ways.size(); i++) {
            OptionalInt need = needs.get(i);
            if (need.isEmpty()) {
                say(
                        "%s: %s would not do. See which time is missed in the table: more task managers cannot make a single request faster than an idle one does.",
                        ways.get(i), Text.count(most, "task manager"));
            } else {
                OptionalInt first = needs.get(0);
                say(
                        "%s: %s%s.",
                        ways.get(i),
                        Text.count(need.getAsInt(), "task manager"),
                        i == 0 || first.isEmpty()
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        ", %.2f × those of %s",
                                        (double) need.getAsInt() / first.getAsInt(),
                                        ways.get(0)));
            }
        }
    }

    void chart(Path file) {
        say("The curve is in %s.", file);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private void say(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
        out.flush();
    }
}
