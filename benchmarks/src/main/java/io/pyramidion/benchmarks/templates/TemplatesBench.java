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
package io.pyramidion.benchmarks.templates;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pyramidion.benchmarks.options.BenchException;
import io.pyramidion.benchmarks.report.Table;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * {@code pyramidion bench templates}: renders the templates or expressions of a reference that
 * {@code template_reference.py} has made with jinja2, and counts what is equal, refused and
 * different.
 */
@Command(
        name = "templates",
        description =
                "Compares chat templates with jinja2, by a reference that template_reference.py makes.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class TemplatesBench implements Callable<Integer> {

    private static final int MAX_SHOWN = 300;

    @CommandLine.Spec private CommandSpec spec;

    @Option(
            names = "--reference",
            required = true,
            description = "What jinja2 makes of the templates, as JSON.")
    private Path reference;

    @Option(
            names = "--show",
            defaultValue = "20",
            description = "Number of differences and reasons to show (${DEFAULT-VALUE}).")
    private int show;

    private final Map<String, Map<Verdict, Integer>> counts = new TreeMap<>();
    private final Map<String, Integer> reasons = new HashMap<>();
    private int different;

    @Override
    public Integer call() {
        JsonNode root = read();
        Clock clock =
                Clock.fixed(
                        LocalDateTime.parse(root.path("now").asText()).toInstant(ZoneOffset.UTC),
                        ZoneOffset.UTC);
        for (JsonNode template : root.path("templates")) {
            template.path("results")
                    .properties()
                    .forEach(
                            result ->
                                    compare(
                                            template,
                                            result.getKey(),
                                            result.getValue(),
                                            variables(root, result.getKey()),
                                            clock));
        }
        report();
        return different == 0 ? 0 : 1;
    }

    private JsonNode read() {
        try {
            JsonNode root = new ObjectMapper().readTree(reference.toFile());
            if (!root.path("templates").isArray() || !root.has("now")) {
                throw new BenchException(
                        "--reference is %s; allowed: a file of template_reference.py"
                                .formatted(reference));
            }
            return root;
        } catch (IOException e) {
            throw new BenchException(
                    "--reference is %s, which cannot be read: %s"
                            .formatted(reference, e.getMessage()));
        }
    }

    private static Map<String, Object> variables(JsonNode root, String context) {
        return new ObjectMapper()
                .convertValue(root.path("contexts").path(context), new TypeReference<>() {});
    }

    private void compare(
            JsonNode template,
            String context,
            JsonNode python,
            Map<String, Object> variables,
            Clock clock) {
        Rendered rendered = Rendered.of(template.path("template").textValue(), variables, clock);
        Verdict verdict = rendered.against(python);
        counts.computeIfAbsent(
                        template.path("group").asText(), group -> new EnumMap<>(Verdict.class))
                .merge(verdict, 1, Integer::sum);
        if (verdict == Verdict.REFUSED) {
            reasons.merge(rendered.text().replaceFirst("^line \\d+: ", ""), 1, Integer::sum);
        } else if (verdict == Verdict.DIFFERENT && different++ < show) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            "%s with %s:%n  jinja2 %s%n  here   %s %s%n",
                            template.path("name").asText(),
                            context,
                            cut(python.toString()),
                            rendered.kind(),
                            cut(rendered.text()));
        }
    }

    private static String cut(String text) {
        return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
    }

    private void report() {
        PrintWriter out = spec.commandLine().getOut();
        Table table = new Table("templates", "equal", "refused", "neither renders", "different");
        Map<Verdict, Integer> all = new EnumMap<>(Verdict.class);
        counts.forEach(
                (group, verdicts) -> {
                    row(table, group, verdicts);
                    verdicts.forEach((verdict, count) -> all.merge(verdict, count, Integer::sum));
                });
        row(table, "all", all);
        out.print(table.toMarkdown());
        reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(show)
                .forEach(reason -> out.println(reason.getValue() + " × " + reason.getKey()));
        out.flush();
    }

    private static void row(Table table, String name, Map<Verdict, Integer> verdicts) {
        table.add(
                name,
                verdicts.getOrDefault(Verdict.EQUAL, 0),
                verdicts.getOrDefault(Verdict.REFUSED, 0),
                verdicts.getOrDefault(Verdict.NEITHER, 0),
                verdicts.getOrDefault(Verdict.DIFFERENT, 0));
    }
}
