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
package io.pyramidion.benchmarks.bulk;

import io.pyramidion.benchmarks.options.BenchException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The resident set of processes over time, of the longest that was watched. */
final class Resident {

    private static final double MEBIBYTE = 1024;

    private List<Long> longest = new ArrayList<>();
    private List<Long> now = new ArrayList<>();
    private long most;

    /** What follows is another process's. */
    void next() {
        if (now.size() > longest.size()) {
            longest = now;
        }
        now = new ArrayList<>();
    }

    /** Takes a sample; a process that has just ended has none. */
    void sample(long process) {
        Path status = Path.of("/proc/" + process + "/status");
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    long kibibytes = Long.parseLong(line.replaceAll("\\D", ""));
                    now.add(kibibytes);
                    most = Math.max(most, kibibytes);
                }
            }
        } catch (IOException e) {
            if (Files.exists(status)) {
                throw new BenchException(status + " cannot be read: " + e.getMessage());
            }
        }
    }

    double mostMebibytes() {
        return most / MEBIBYTE;
    }

    /** Largest of the last third relative to the largest of the second; NaN of a few samples. */
    double growth() {
        next();
        int third = longest.size() / 3;
        return third < 2
                ? Double.NaN
                : (double) largest(2 * third, longest.size()) / largest(third, 2 * third);
    }

    private long largest(int from, int to) {
        return longest.subList(from, to).stream().mapToLong(Long::longValue).max().orElseThrow();
    }
}
