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
package io.pyramidion.benchmarks.loading;

import io.pyramidion.engine.decoder.Decoder;
import io.pyramidion.engine.decoder.DecoderLoader;
import io.pyramidion.engine.decoder.LoadProgress;
import io.pyramidion.engine.decoder.Precision;
import io.pyramidion.engine.inflate.DirectoryWeights;
import io.pyramidion.engine.model.ModelDirectory;
import io.pyramidion.engine.model.Weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * One load in a process of its own, as the peak of a process never falls. Writes its figures to a
 * file, which {@link #parse} reads.
 *
 * @param kept bytes of the weights as they are kept
 * @param peak of the resident memory, above what the process had with libtorch but no model
 * @param after resident memory when the model is loaded, above the same
 * @param seconds that loading took
 * @param readingSeconds that reading all tensors takes, with the file in the system's cache
 */
record LoadedSize(long kept, long peak, long after, double seconds, double readingSeconds) {

    private static final Path STATUS = Path.of("/proc/self/status");

    /** Arguments: directory, type of weights, threads, file for the figures. */
    public static void main(String[] arguments) throws IOException {
        ModelDirectory model = ModelDirectory.open(Path.of(arguments[0]));
        Precision precision = Precision.valueOf(arguments[1]);
        DecoderLoader loader = new DecoderLoader(Integer.parseInt(arguments[2]));
        double readingSeconds = read(model);
        long before = bytes("VmRSS");
        Kept kept = new Kept();
        long start = System.nanoTime();
        Decoder decoder = loader.load(model, precision, kept);
        double seconds = (System.nanoTime() - start) / 1e9;
        Files.writeString(
                Path.of(arguments[3]),
                String.join(
                        " ",
                        String.valueOf(kept.bytes),
                        String.valueOf(bytes("VmHWM") - before),
                        String.valueOf(bytes("VmRSS") - before),
                        String.valueOf(seconds),
                        String.valueOf(readingSeconds)));
        decoder.close();
    }

    /** What {@link #main} wrote. */
    static LoadedSize parse(Path figures) throws IOException {
        String[] fields = Files.readString(figures).split(" ");
        return new LoadedSize(
                Long.parseLong(fields[0]),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Double.parseDouble(fields[3]),
                Double.parseDouble(fields[4]));
    }

    /** The second time counts: then the file is in the system's cache. */
    private static double read(ModelDirectory model) {
        long start = 0;
        for (int i = 0; i < 2; i++) {
            start = System.nanoTime();
            try (Weights weights = DirectoryWeights.open(model)) {
                weights.names().forEach(name -> weights.read(name, slice -> {}));
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static long bytes(String field) throws IOException {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static final class Kept implements LoadProgress {

        private long bytes;

        @Override
        public void report(Path model, long read, long total) {}

        @Override
        public void loaded(Path model, Precision precision, long kept) {
            bytes = kept;
        }
    }
}
