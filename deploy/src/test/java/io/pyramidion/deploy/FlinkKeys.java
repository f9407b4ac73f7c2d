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
package io.pyramidion.deploy;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * Every option that a FlinkDeployment's {@code flinkConfiguration} may have: those of Flink's jars,
 * found as their classes declare them, and those of the operator, by its documentation.
 */
final class FlinkKeys {

    private static final Pattern OPTION_CLASS =
            Pattern.compile(
                    "org/apache/flink/(?!.*shaded)[a-z0-9/]*(\\w*Options|NativeS3FileSystemFactory)\\.class");

    /** Keys with a name in their middle. No class declares them as they are written. */
    private static final Map<Pattern, Consumer<String>> NAMED =
            Map.of(
                    Pattern.compile("containerized\\.(master|taskmanager)\\.env\\.[A-Z_]+"),
                    value -> {},
                    Pattern.compile("metrics\\.reporter\\.\\w+\\.factory\\.class"),
                    FlinkKeys::requireClass,
                    Pattern.compile("metrics\\.reporter\\.\\w+\\.port"),
                    Integer::parseInt,
                    Pattern.compile("metrics\\.reporter\\.\\w+\\.filterLabelValueCharacters"),
                    FlinkKeys::requireBoolean,
                    Pattern.compile("metrics\\.reporter\\.\\w+\\.scope\\.variables\\.excludes"),
                    value -> {},
                    // Of flink-kubernetes, which has no place on this class path.
                    Pattern.compile(
                            "high-availability\\.kubernetes\\.leader-election\\.(lease-duration|renew-deadline|retry-period)"),
                    TimeUtils::parseDuration,
                    Pattern.compile("external-resource\\.\\w+\\.amount"),
                    Integer::parseInt,
                    Pattern.compile("external-resource\\.\\w+\\.driver-factory\\.class"),
                    value -> {},
                    Pattern.compile("external-resource\\.\\w+\\.kubernetes\\.config-key"),
                    value -> {});

    private final Map<String, ConfigOption<?>> flink = new HashMap<>();
    private final Map<String, String> operator = new HashMap<>();

    FlinkKeys() {
        String path = System.getProperty("java.class.path");
        Arrays.stream(path.split(File.pathSeparator))
                .filter(jar -> jar.matches(".*/flink-(?!shaded|connector)[^/]*\\.jar"))
                .forEach(this::scan);
        Yaml.text(Yaml.ROOT.resolve("deploy/src/test/resources/operator-options.tsv"))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .forEach(columns -> operator.put(columns[0], columns[1]));
    }

    /** What is wrong with a setting, if anything is. */
    Optional<String> problem(String key, String value) {
        Optional<Consumer<String>> reader = reader(key);
        if (reader.isEmpty()) {
            return Optional.of(key + " is no option of Flink or its operator");
        }
        try {
            reader.get().accept(value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(key + " is " + value + ": " + e.getMessage());
        }
    }

    private Optional<Consumer<String>> reader(String key) {
        ConfigOption<?> option = flink.get(key);
        if (option != null) {
            return Optional.of(value -> Configuration.fromMap(Map.of(key, value)).get(option));
        }
        if (operator.containsKey(key)) {
            return Optional.of(value -> readAs(operator.get(key), value));
        }
        return NAMED.entrySet().stream()
                .filter(named -> named.getKey().matcher(key).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static void readAs(String type, String value) {
        switch (type) {
            case "Boolean" -> requireBoolean(value);
            case "Duration" -> TimeUtils.parseDuration(value);
            case "Integer" -> Integer.parseInt(value);
            case "Double" -> Double.parseDouble(value);
            case "MemorySize" -> MemorySize.parse(value);
            case "String", "Map", "List<String>" -> {}
            default -> {
                List<String> allowed = List.of(type.replaceAll("^Enum\\(|\\)$", "").split(","));
                if (!allowed.contains(value)) {
                    throw new IllegalArgumentException("allowed: " + allowed);
                }
            }
        }
    }

    private static void requireBoolean(String value) {
        if (!Set.of("true", "false").contains(value)) {
            throw new IllegalArgumentException("allowed: true, false");
        }
    }

    private static void requireClass(String name) {
        try {
            Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("no such class", e);
        }
    }

    private void scan(String jar) {
        try (JarFile file = new JarFile(jar)) {
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> OPTION_CLASS.matcher(name).matches())
                    .map(name -> name.replace('/', '.').replaceAll("\\.class$", ""))
                    .forEach(this::collect);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + jar, e);
        }
    }

    private void collect(String className) {
        try {
            for (Field field : Class.forName(className).getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())
                        && field.getType() == ConfigOption.class) {
                    field.setAccessible(true);
                    ConfigOption<?> option = (ConfigOption<?>) field.get(null);
                    flink.put(option.key(), option);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read the options of " + className, e);
        }
    }
}
