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
package io.pyramidion.job;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Dependencies run one way: job, operators, engine; job and operators, schemas. */
@AnalyzeClasses(packages = "io.pyramidion", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theEngineKnowsNeitherFlinkNorKafkaNorSchemas =
            noClasses()
                    .that()
                    .resideInAPackage("io.pyramidion.engine..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.flink..",
                            "org.apache.kafka..",
                            "org.apache.avro..",
                            "io.pyramidion.schemas..",
                            "io.pyramidion.operators..",
                            "io.pyramidion.job..",
                            "io.pyramidion.local..");

    @ArchTest
    static final ArchRule operatorsKnowNeitherTheJobNorKafka =
            noClasses()
                    .that()
                    .resideInAPackage("io.pyramidion.operators..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.pyramidion.job..", "io.pyramidion.local..", "org.apache.kafka..");

    @ArchTest
    static final ArchRule schemasKnowNothingOfTheProject =
            noClasses()
                    .that()
                    .resideInAPackage("io.pyramidion.schemas..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.pyramidion.engine..",
                            "io.pyramidion.operators..",
                            "io.pyramidion.job..",
                            "org.apache.flink..",
                            "org.apache.kafka..");

    @ArchTest
    static final ArchRule codecsKnowNeitherFlinkNorKafkaNorWhatARequestMeans =
            noClasses()
                    .that()
                    .resideInAPackage("io.pyramidion.job.codec..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.flink..",
                            "org.apache.kafka..",
                            "io.pyramidion.operators..");

    @ArchTest
    static final ArchRule filesKnowNothingOfKafka =
            noClasses()
                    .that()
                    .resideInAPackage("io.pyramidion.job.files..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.kafka..",
                            "org.apache.flink.connector.kafka..",
                            "io.pyramidion.job.kafka..");

    @ArchTest
    static final ArchRule packagesOfTheJobHaveNoCycles =
            slices().matching("io.pyramidion.job.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesOfTheOperatorsHaveNoCycles =
            slices().matching("io.pyramidion.operators.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theJobKnowsNeitherALocalClusterNorTheCommandLine =
            noClasses()
                    .that()
                    .resideInAPackage("io.pyramidion.job..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.pyramidion.local..", "picocli..", "org.jline..");

    @ArchTest
    static final ArchRule nothingWritesToStandardStreams =
            noClasses()
                    .should(ACCESS_STANDARD_STREAMS)
                    .orShould()
                    .callMethodWhere(target(name("printStackTrace")));
}
