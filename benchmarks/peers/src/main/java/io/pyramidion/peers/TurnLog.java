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
package io.pyramidion.peers;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Every turn as it ends, as a CSV file: what there is when a run is cut short. */
final class TurnLog implements AutoCloseable {

    private final Writer file;

    TurnLog(Path path) throws IOException {
        this.file = Files.newBufferedWriter(path);
        file.write("batch,repeat,way,tokens/s,with prompts,cores\n");
    }

    void add(int batch, int repeat, Way way, Turn turn) throws IOException {
        file.write(
                String.format(
                        Locale.ROOT,
                        "%d,%d,\"%s\",%.1f,%.1f,%.2f%n",
                        batch,
                        repeat + 1,
                        way,
                        turn.decoding(),
                        turn.whole(),
                        turn.cores()));
        file.flush();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
