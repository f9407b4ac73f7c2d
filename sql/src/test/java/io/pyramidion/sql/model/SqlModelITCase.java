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
package io.pyramidion.sql.model;

import io.pyramidion.engine.BundledFamily;
import io.pyramidion.engine.LoadedFamily;
import io.pyramidion.engine.decoder.KvPlan;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.pyramid.Generator;
import io.pyramidion.engine.pyramid.PyramidPool;
import io.pyramidion.engine.sampling.SamplingParameters;
import io.pyramidion.engine.speculation.Sequence;
import io.pyramidion.engine.speculation.Speculation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.types.Row;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class SqlModelITCase {

    @RegisterExtension static final LoadedFamily FAMILY = new LoadedFamily();

    private static final int ROWS = 24;
    private static final String ALL =
            "text STRING, finish_reason STRING, error STRING, seed BIGINT, completion_tokens INT";

    @TempDir private Path folder;
    private StreamTableEnvironment tables;

    @BeforeEach
    void createTables() {
        Configuration flink = new Configuration();
        flink.setString("parallelism.default", "2");
        flink.setString("restart-strategy.type", "fixed-delay");
        flink.setString("restart-strategy.fixed-delay.attempts", "1");
        flink.setString("restart-strategy.fixed-delay.delay", "1 ms");
        flink.setString("execution.checkpointing.interval", "50 ms");
        tables =
                StreamTableEnvironment.create(
                        StreamExecutionEnvironment.getExecutionEnvironment(flink));
        tables.executeSql(
                ("CREATE TABLE prompts (id BIGINT, prompt AS 'The answer to question number ' ||"
                                + " CAST(id AS STRING) || ' is') WITH ('connector' = 'datagen',"
                                + " 'number-of-rows' = '%1$d', 'fields.id.kind' = 'sequence',"
                                + " 'fields.id.start' = '1', 'fields.id.end' = '%1$d')")
                        .formatted(ROWS));
        tables.createTemporarySystemFunction("stumble", Stumble.class);
        Stumble.reset(Integer.MAX_VALUE);
    }

    @AfterEach
    void leaveNoThread() {
        await().until(() -> threads() == 0);
    }

    @Test
    void sharesAnEngineBetweenSubtasksAndWritesTheEnginesText() throws Exception {
        model("m", "prompt STRING", ALL, "'max_tokens' = '12'");
        List<Row> rows =
                collect(
                        "SELECT id, prompt, stumble(text), seed, finish_reason, error,"
                                + " completion_tokens FROM "
                                + predict("m", "prompt", "'output-mode', 'ALLOW_UNORDERED'"));

        assertThat(rows).extracting(row -> row.getField(0)).doesNotHaveDuplicates().hasSize(ROWS);
        assertThat(Stumble.ENGINES).hasValue(1);
        assertThat(Stumble.SUBTASKS).containsExactlyInAnyOrder(0, 1);
        for (Row row : rows) {
            Sequence alone = alone((String) row.getField(1), (Long) row.getField(3));
            assertThat(row.getField(2)).isEqualTo(alone.text());
            assertThat(row.getField(4)).isEqualTo(alone.finishReason().orElseThrow().wireName());
            assertThat(row.getField(5)).isNull();
            assertThat(row.getField(6)).isEqualTo(alone.generatedCount());
        }
    }

    @Test
    void writesTheGoldenTextsOfMessages() throws Exception {
        List<BundledFamily.Golden> golden = BundledFamily.golden().subList(0, 6);
        tables.executeSql(
                "CREATE VIEW chats AS SELECT id, CAST(ARRAY[ROW('user', question)] AS"
                        + " ARRAY<ROW<role STRING, content STRING>>) AS messages FROM (VALUES "
                        + golden.stream()
                                .map(g -> "(" + golden.indexOf(g) + ", " + quoted(g.prompt()) + ")")
                                .collect(Collectors.joining(", "))
                        + ") AS t(id, question)");
        model(
                "m",
                "messages ARRAY<ROW<role STRING, content STRING>>",
                "text STRING",
                "'max_tokens' = '%d', 'temperature' = '0'"
                        .formatted(BundledFamily.GOLDEN_MAX_TOKENS));

        for (Row row :
                collect(
                        "SELECT id, text FROM ML_PREDICT(TABLE chats, MODEL m,"
                                + " DESCRIPTOR(messages))")) {
            assertThat(row.getField(1)).isEqualTo(golden.get((Integer) row.getField(0)).text());
        }
    }

    @Test
    void readsColumnsInTheTypesThatTheTableHas() throws Exception {
        tables.executeSql(
                "CREATE VIEW typed AS SELECT prompt, CAST(7 AS SMALLINT) AS s,"
                        + " ARRAY[CAST(40 AS SMALLINT), CAST(300 AS SMALLINT)] AS banned FROM prompts");
        model(
                "m",
                "prompt STRING, seed BIGINT, banned_token_ids ARRAY<INT>",
                ALL,
                "'max_tokens' = '3'");

        List<Row> rows =
                collect(
                        "SELECT seed, error FROM ML_PREDICT(TABLE typed, MODEL m, DESCRIPTOR(prompt,"
                                + " s, banned))");

        assertThat(rows).hasSize(ROWS).containsOnly(Row.of(7L, null));
    }

    @Test
    void takesOptionsOfAQuery() throws Exception {
        model("m", "prompt STRING", ALL, "'max_tokens' = '64', 'ignore_eos' = 'true'");

        List<Row> rows =
                collect(
                        "SELECT seed, completion_tokens, finish_reason FROM "
                                + predict("m", "prompt", "'max_tokens', '2', 'seed', '9'"));

        assertThat(rows).hasSize(ROWS).containsOnly(Row.of(9L, 2, "length"));
    }

    @Test
    void saysInItsColumnWhatIsWrongWithARow() throws Exception {
        tables.executeSql(
                "CREATE VIEW mixed AS SELECT id, IF(id = 1, CAST(NULL AS STRING), IF(id = 2,"
                        + " REPEAT('word ', 2000), prompt)) AS prompt, IF(id = 3, -1, 2) AS tokens FROM"
                        + " prompts WHERE id < 5");
        model("m", "prompt STRING, max_tokens INT", ALL, "'seed' = '1'");

        Map<Object, Row> rows = new TreeMap<>();
        collect(
                        "SELECT id, text, finish_reason, error FROM ML_PREDICT(TABLE mixed, MODEL m,"
                                + " DESCRIPTOR(prompt, tokens))")
                .forEach(row -> rows.put(row.getField(0), row));

        assertThat(rows).hasSize(4);
        assertThat(rows.get(1L))
                .isEqualTo(
                        Row.of(
                                1L,
                                null,
                                "error",
                                "0 of prompt, messages, prompt_token_ids are set; allowed: exactly"
                                        + " one"));
        assertThat((String) rows.get(2L).getField(3)).startsWith("The prompt has ");
        assertThat(rows.get(3L).getField(3)).isEqualTo("max_tokens is -1; allowed: at least 1");
        assertThat(rows.get(4L).getField(3)).isNull();
        assertThat(rows.get(4L).getField(1)).isNotNull();
    }

    @Test
    void failsTheStatementWhereNoColumnTakesAnError() {
        tables.executeSql("CREATE VIEW bad AS SELECT CAST(NULL AS STRING) AS prompt FROM prompts");
        model("m", "prompt STRING", "text STRING", "'seed' = '1'");

        assertThatThrownBy(
                        () ->
                                collect(
                                        "SELECT text FROM ML_PREDICT(TABLE bad, MODEL m,"
                                                + " DESCRIPTOR(prompt))"))
                .satisfies(
                        thrown ->
                                assertThat(ExceptionUtils.stringifyException(thrown))
                                        .contains(
                                                "0 of prompt, messages, prompt_token_ids are set;"
                                                        + " allowed: exactly one (model m; with a"
                                                        + " column error STRING in its OUTPUT, the row"
                                                        + " would have this error and the statement"
                                                        + " would go on)"));
    }

    @Test
    void endsRowsBeforeFlinkFailsTheJob() throws Exception {
        model(
                "m",
                "prompt STRING",
                ALL,
                "'max_tokens' = '400', 'ignore_eos' = 'true', 'deadline' = '1 ms'");

        List<Row> rows =
                collect("SELECT text, finish_reason, error FROM " + predict("m", "prompt", ""));

        assertThat(rows)
                .hasSize(ROWS)
                .allSatisfy(
                        row -> {
                            assertThat(row.getField(0)).isNull();
                            assertThat(row.getField(1)).isEqualTo("deadline_exceeded");
                            assertThat((String) row.getField(2))
                                    .startsWith("The row took longer than its deadline of 1 ms;");
                        });
    }

    @Test
    void writesEachRowOnceAndTheSameTextAfterAFailure() throws Exception {
        model("m", "prompt STRING", ALL, "'max_tokens' = '12'");
        Map<Long, String> wanted = new TreeMap<>();
        collect("SELECT id, text FROM " + predict("m", "prompt", ""))
                .forEach(row -> wanted.put((Long) row.getField(0), (String) row.getField(1)));
        tables.executeSql(
                "CREATE TABLE answers (id BIGINT, text STRING) WITH ('connector' = 'filesystem',"
                        + " 'format' = 'csv', 'path' = '"
                        + folder.toUri()
                        + "')");
        Stumble.reset(ROWS / 2);

        tables.executeSql(
                        "INSERT INTO answers SELECT id, stumble(text) FROM "
                                + predict("m", "prompt", "'output-mode', 'ALLOW_UNORDERED'"))
                .await();

        assertThat(Stumble.stumbled()).isTrue();
        List<Row> rows = collect("SELECT id, text FROM answers");
        assertThat(rows).hasSize(ROWS);
        rows.forEach(row -> assertThat(row.getField(1)).isEqualTo(wanted.get(row.getField(0))));
        assertThat(rows).extracting(row -> row.getField(0)).doesNotHaveDuplicates();
    }

    @Test
    void leavesNothingRunningWhenItIsCancelled() throws Exception {
        model("m", "prompt STRING", ALL, "'max_tokens' = '450', 'ignore_eos' = 'true'");
        JobClient job =
                tables.executeSql("SELECT text FROM " + predict("m", "prompt", ""))
                        .getJobClient()
                        .orElseThrow();
        await().until(() -> threads() == 1);

        job.cancel().get();

        assertThatThrownBy(() -> job.getJobExecutionResult().get())
                .satisfies(
                        thrown ->
                                assertThat(ExceptionUtils.stringifyException(thrown))
                                        .contains("JobCancellationException"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'temprature', '1' | Unknown option temprature in MAP; did you mean temperature?",
                "'temperature', '-1' | In WITH or MAP: temperature is -1",
                "'deadline', '1 min', 'timeout', '30 s' | deadline is 1 min; allowed: less than Flink's timeout, which is 30 s",
                "'async', 'false' | Require sync mode, but model provider",
            })
    void refusesAQueryThatItCannotAnswer(String map, String message) {
        model("m", "prompt STRING", ALL, "'seed' = '1'");

        assertThatThrownBy(() -> tables.executeSql("SELECT * FROM " + predict("m", "prompt", map)))
                .satisfies(
                        thrown ->
                                assertThat(ExceptionUtils.stringifyException(thrown))
                                        .contains(message));
    }

    @Test
    void refusesAModelThatItCannotBe() {
        tables.executeSql(
                "CREATE MODEL m INPUT (prompt STRING) OUTPUT (text STRING) WITH ('provider' ="
                        + " 'pyramidion')");

        assertThatThrownBy(() -> tables.explainSql("SELECT * FROM " + predict("m", "prompt", "")))
                .satisfies(
                        thrown ->
                                assertThat(ExceptionUtils.stringifyException(thrown))
                                        .contains("In WITH: pyramidion.model.target is missing"));
    }

    @Test
    void runsTheStatementsOfTheDocumentation() throws Exception {
        Path root = Path.of(System.getProperty("pyramidion.root"));
        String file =
                Files.readString(root.resolve("docs/examples/models.sql"))
                        .replaceAll("(?m)^--.*\n", "")
                        .replace("'models/", "'" + root.resolve("models") + "/");
        List<Row> rows = new ArrayList<>();
        // The statements find the models loaded and measured.
        PyramidPool.Lease models = PyramidPool.acquire(BundledFamily.spec(Precision.AUTO));
        for (String statement : file.split(";\\s*\n")) {
            String sql = statement.strip();
            if (sql.startsWith("SET ")) {
                String[] parts = sql.split("'");
                tables.getConfig().set(parts[1], parts[3]);
            } else if (sql.startsWith("SELECT ")) {
                rows.addAll(collect(sql));
            } else {
                tables.executeSql(sql).await();
            }
        }
        models.close();
        assertThat(rows).hasSize(4).allSatisfy(row -> assertThat(row.getField("error")).isNull());
    }

    private void model(String name, String input, String output, String options) {
        String models =
                Models.options().entrySet().stream()
                        .map(option -> quoted(option.getKey()) + " = " + quoted(option.getValue()))
                        .collect(Collectors.joining(", "));
        tables.executeSql(
                "CREATE MODEL %s INPUT (%s) OUTPUT (%s) WITH ('provider' = 'pyramidion', %s, %s)"
                        .formatted(name, input, output, models, options));
    }

    private static String predict(String model, String columns, String map) {
        return "ML_PREDICT(TABLE prompts, MODEL %s, DESCRIPTOR(%s)%s)"
                .formatted(model, columns, map.isEmpty() ? "" : ", MAP[" + map + "]");
    }

    private List<Row> collect(String sql) {
        List<Row> rows = new ArrayList<>();
        tables.executeSql(sql).collect().forEachRemaining(rows::add);
        return rows;
    }

    /** What the engine writes without batch, job and speculation. */
    private static Sequence alone(String prompt, long seed) {
        Sequence sequence =
                FAMILY.pyramid()
                        .sequences()
                        .create(
                                "alone",
                                FAMILY.pyramid().tokenizer().encode(prompt, false),
                                new int[0],
                                new SamplingParameters(
                                        1, 1, 0, 0, seed, 12, 0, List.of(), Set.of(), false),
                                new Speculation(false, false, 1, 1),
                                512);
        try (Generator generator = new Generator(FAMILY.pyramid(), new KvPlan(1, 512), 256)) {
            generator.run(List.of(sequence));
        }
        return sequence;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(SharedEngine.THREAD))
                .count();
    }

    /** Hands on texts, fails once, and knows in which subtasks it ran. */
    public static final class Stumble extends ScalarFunction {

        private static final long serialVersionUID = 1L;
        static final Set<Integer> SUBTASKS = ConcurrentHashMap.newKeySet();
        static final AtomicLong ENGINES = new AtomicLong();
        private static final AtomicInteger LEFT = new AtomicInteger();

        private transient int subtask;

        static void reset(int rowsBefore) {
            LEFT.set(rowsBefore);
            SUBTASKS.clear();
            ENGINES.set(0);
        }

        static boolean stumbled() {
            return LEFT.get() < 0;
        }

        @Override
        public void open(FunctionContext context) {
            subtask = context.getTaskInfo().getIndexOfThisSubtask();
        }

        public String eval(String text) {
            SUBTASKS.add(subtask);
            ENGINES.accumulateAndGet(threads(), Math::max);
            if (LEFT.getAndDecrement() == 0) {
                throw new IllegalStateException("stumbled");
            }
            return text;
        }
    }
}
