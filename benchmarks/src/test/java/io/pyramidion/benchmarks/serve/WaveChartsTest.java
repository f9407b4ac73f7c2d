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
package io.pyramidion.benchmarks.serve;

import io.pyramidion.engine.speculation.Arm;
import io.pyramidion.operators.controller.law.PressureLevel;
import io.pyramidion.operators.request.SloClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.imageio.ImageIO;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class WaveChartsTest {

    @TempDir private Path folder;

    @Test
    void drawsEveryLevelOfPressure() throws IOException {
        draw(PressureLevel.values().length);
    }

    @Test
    void drawsAPressureThatNeverRises() throws IOException {
        draw(1);
    }

    @Test
    void drawsAPressureThatRisesOnce() throws IOException {
        draw(2);
    }

    private void draw(int levels) throws IOException {
        List<HeadSample> samples = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Map<Arm, Double> rounds = new EnumMap<>(Arm.class);
            for (Arm arm : Arm.values()) {
                rounds.put(arm, (double) i * arm.ordinal());
            }
            samples.add(new HeadSample(i / 2.0, 8, i, i % levels, i / 4.0, rounds));
        }
        Planned request = new Planned(1, "a prompt", 1, 10, false, SloClass.STANDARD);
        Window window = new Window(List.of(new Answer("id", request, 5, 900, List.of(7), "stop")));
        Path file = folder.resolve("wave.png");

        new WaveCharts(new Wave(1, 9, 10), window, samples).write(file);

        assertThat(ImageIO.read(file.toFile()).getHeight()).isGreaterThan(4000);
    }
}
