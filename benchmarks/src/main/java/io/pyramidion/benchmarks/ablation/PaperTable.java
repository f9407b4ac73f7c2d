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
package io.pyramidion.benchmarks.ablation;

import io.pyramidion.benchmarks.run.Way;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** The paper's Tables 2 and 3, as multiples of its fastest standard speculation. */
final class PaperTable {

    /**
     * One of its settings.
     *
     * @param tauTarget 0 where there is none
     * @param tauQualifier 0 where there is none
     * @param length ℓQ of the pyramid, ℓ of two models
     * @param speedUp over its fastest standard speculation
     */
    record Row(
            Way.Method method, double tauTarget, double tauQualifier, int length, double speedUp) {}

    private static final String FILE = "pyramidsd_ablation.csv";

    private final List<Row> rows = new ArrayList<>();

    private PaperTable() {}

    static PaperTable read() throws IOException {
        PaperTable table = new PaperTable();
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
        List<CSVRecord> records;
        try (Reader reader =
                new InputStreamReader(
                        PaperTable.class.getResourceAsStream(FILE), StandardCharsets.UTF_8)) {
            records = format.parse(reader).getRecords();
        }
        double best =
                records.stream()
                        .filter(found -> found.get("method").equals("SD"))
                        .mapToDouble(found -> number(found, "tok_s"))
                        .max()
                        .orElseThrow();
        for (CSVRecord found : records) {
            boolean pyramid = !found.get("l_Q").isEmpty();
            table.rows.add(
                    new Row(
                            Way.Method.valueOf(found.get("method")),
                            number(found, "tau_T"),
                            number(found, "tau_Q"),
                            (int) number(found, pyramid ? "l_Q" : "l_D"),
                            number(found, "tok_s") / best));
        }
        return table;
    }

    List<Row> rows() {
        return rows;
    }

    OptionalDouble best(Predicate<Row> which) {
        return rows.stream().filter(which).mapToDouble(Row::speedUp).max();
    }

    private static double number(CSVRecord found, String column) {
        String text = found.get(column);
        return text.isEmpty() ? 0 : Double.parseDouble(text);
    }
}
