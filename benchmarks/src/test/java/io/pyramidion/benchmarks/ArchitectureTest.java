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
package io.pyramidion.benchmarks;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** A package for each bench; what several share lies below them. */
@AnalyzeClasses(
        packages = "io.pyramidion.benchmarks",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.pyramidion.benchmarks.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule benchesDoNotKnowTheMainClass =
            noClasses()
                    .that()
                    .resideInAPackage("io.pyramidion.benchmarks.*..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.pyramidion.benchmarks");

    @ArchTest
    static final ArchRule benchesOfTheEngineKnowNeitherFlinkNorKafka =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "io.pyramidion.benchmarks.bulk..",
                            "io.pyramidion.benchmarks.load..",
                            "io.pyramidion.benchmarks.chaos..",
                            "io.pyramidion.benchmarks.control..",
                            "io.pyramidion.benchmarks.serve..",
                            "io.pyramidion.benchmarks.soak..",
                            "io.pyramidion.benchmarks.micro..",
                            "io.pyramidion.benchmarks")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.flink..", "org.apache.kafka..", "io.pyramidion.job..");
}
