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
package io.pyramidion.operators;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.pyramidion.schemas.FilePosition;
import io.pyramidion.schemas.KafkaPosition;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Dependencies run one way: chain, batch, request, then state, metrics and settings. */
@AnalyzeClasses(
        packages = "io.pyramidion.operators",
        importOptions = ImportOption.DoNotIncludeTests.class)
class PackagesTest {

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE =
            slices().matching("io.pyramidion.operators.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule STATE_KNOWS_NO_MODELS =
            noClasses()
                    .that()
                    .resideInAPackage("..operators.state..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.pyramidion.engine..");

    @ArchTest
    static final ArchRule BATCH_AND_REQUESTS_KNOW_NO_OPERATOR =
            noClasses()
                    .that()
                    .resideInAnyPackage("..operators.batch..", "..operators.request..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.flink.streaming..");

    @ArchTest
    static final ArchRule NOTHING_HERE_KNOWS_KAFKA =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.kafka..",
                            "org.apache.flink.connector.kafka..",
                            "io.pyramidion.job..");

    /** But for traces, which tell it and keep records apart by it. */
    @ArchTest
    static final ArchRule NOTHING_HERE_LOOKS_WHERE_A_RECORD_STOOD =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..operators.tracing..")
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(KafkaPosition.class, FilePosition.class);
}
