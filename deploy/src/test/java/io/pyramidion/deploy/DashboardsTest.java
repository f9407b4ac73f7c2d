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
package io.pyramidion.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class DashboardsTest {

    private static final int COLUMNS = 24;

    @Test
    void everyPanelSaysWhatItShowsAndInWhatUnit() {
        for (Path dashboard : Query.dashboards()) {
            for (JsonNode panel : Query.panels(dashboard)) {
                String title = panel.path("title").asText();
                assertThat(panel.path("description").asText()).as(title).endsWith(".");
                String unit = panel.at("/fieldConfig/defaults/unit").asText();
                assertThat(PanelUnit.of(unit).text(0)).as(title).startsWith("0");
                assertThat(panel.at("/datasource/uid").asText())
                        .as(title)
                        .isEqualTo("${datasource}");
            }
        }
    }

    @Test
    void noPanelLiesOnAnother() {
        for (Path dashboard : Query.dashboards()) {
            JsonNode read = Yaml.object(dashboard);
            assertThat(dashboard.getFileName()).hasToString(read.path("uid").asText() + ".json");
            Set<Integer> ids = new HashSet<>();
            List<Rectangle> places = new ArrayList<>();
            for (JsonNode panel : read.path("panels")) {
                String title = panel.path("title").asText();
                Rectangle place = place(panel.path("gridPos"));
                assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
                assertThat(place.getMaxX()).as(title).isLessThanOrEqualTo(COLUMNS);
                assertThat(places).as(title).noneMatch(place::intersects);
                places.add(place);
            }
        }
    }

    @Test
    void picturesWriteValuesAsGrafanaDoes() {
        assertThat(PanelUnit.of("ms").text(90)).isEqualTo("90 ms");
        assertThat(PanelUnit.of("ms").text(1500)).isEqualTo("1.5 s");
        assertThat(PanelUnit.of("bytes").text(3 << 20)).isEqualTo("3 MiB");
        assertThat(PanelUnit.of("percentunit").text(0.955)).isEqualTo("95.5%");
        assertThat(PanelUnit.of("short").text(2100)).isEqualTo("2.1 K");
        assertThat(PanelUnit.of("suffix:/s").text(12.34)).isEqualTo("12.3/s");
    }

    private static Rectangle place(JsonNode at) {
        return new Rectangle(
                at.path("x").asInt(),
                at.path("y").asInt(),
                at.path("w").asInt(),
                at.path("h").asInt());
    }
}
