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
package io.pyramidion.cli;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Only the main class knows every command; commands share a terminal and a Kafka client. */
@AnalyzeClasses(
        packages = "io.pyramidion.cli",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.pyramidion.cli.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule commandsDoNotKnowTheMainClass =
            noClasses()
                    .that()
                    .resideInAPackage("io.pyramidion.cli.*..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.pyramidion.cli");

    @ArchTest
    static final ArchRule theTerminalKnowsNothingOfTheProject =
            noClasses()
                    .that()
                    .resideInAPackage("io.pyramidion.cli.terminal..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("io.pyramidion..")
                                    .and(not(resideInAPackage("io.pyramidion.cli.terminal.."))));

    @ArchTest
    static final ArchRule whatGeneratesKnowsNeitherFlinkNorKafka =
            noClasses()
                    .that()
                    .resideInAPackage("io.pyramidion.cli.generate..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.flink..", "org.apache.kafka..", "io.pyramidion.local..");
}
