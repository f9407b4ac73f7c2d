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
package io.pyramidion.operators.controller;

import io.pyramidion.operators.OperatorUids;
import io.pyramidion.operators.controller.law.LawSettings;
import io.pyramidion.operators.controller.law.Plans;
import io.pyramidion.operators.settings.ChainSettings;
import io.pyramidion.operators.settings.ControlMode;
import io.pyramidion.operators.settings.ControlSettings;
import io.pyramidion.schemas.SpeculationPlan;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The parts of the slow loop as a job adds them. They are in the graph in every mode, idle where it
 * is off, so that a savepoint of one mode can be restored in another.
 */
public final class Controller {

    private Controller() {}

    /**
     * Adds the probe, which should be in the source's task: it measures how long that is held back.
     * Records pass it untouched. A job without it has a controller that does not know its source.
     */
    public static <T> SingleOutputStreamOperator<T> probe(
            DataStream<T> source, ControlSettings settings) {
        return source.transform("probe", source.getType(), new SourceProbeFactory<>(settings))
                .uid(settings.chain() + OperatorUids.PROBE);
    }

    /**
     * Adds the controller.
     *
     * @param inForce plans that heads have put in force
     * @return each plan once, but after a failure perhaps again
     */
    public static SingleOutputStreamOperator<SpeculationPlan> controller(
            DataStream<SpeculationPlan> inForce, ChainSettings settings) {
        return inForce.global()
                .transform(
                        "controller",
                        new AvroTypeInfo<>(SpeculationPlan.class),
                        new ControllerOperatorFactory(settings.control(), law(settings)))
                .uid(settings.control().chain() + OperatorUids.CONTROLLER)
                .setParallelism(1)
                .setMaxParallelism(1);
    }

    private static LawSettings law(ChainSettings settings) {
        ControlSettings control = settings.control();
        int fixed = settings.speculation().qualifierLength();
        return new LawSettings(
                control.mode() == ControlMode.ADAPTIVE,
                fixed,
                Math.max(fixed, control.maxCandidates()),
                settings.batch().prefillTokensPerRound(),
                control.interactiveWait(),
                control.standardWait(),
                control.minStay(),
                Plans.classes(control.shedClasses()));
    }
}
