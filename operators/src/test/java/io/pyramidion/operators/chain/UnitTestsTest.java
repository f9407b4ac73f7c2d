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
package io.pyramidion.operators.chain;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** A unit test runs over scripted models; one that needs the bundled ones is called an ITCase. */
@AnalyzeClasses(
        packages = "io.pyramidion.operators",
        importOptions = ImportOption.OnlyIncludeTests.class)
class UnitTestsTest {

    @ArchTest
    static final ArchRule UNIT_TESTS_LOAD_NO_MODELS =
            noClasses()
                    .that()
                    .haveSimpleNameEndingWith("Test")
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching(".*\\.LoadedModels")
                    .orShould()
                    .callMethod(Family.class, "load");
}
