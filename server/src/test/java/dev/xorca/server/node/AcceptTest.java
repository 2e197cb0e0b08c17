package dev.xorca.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            none                                                            | application/json
            */*                                                             | application/json
            application/json                                                | application/json
            text/html                                                       | text/html
            text/*                                                          | text/html
            text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | text/html
            TEXT/HTML; level=1                                              | text/html
            text/html;q=0.5, application/json;q=0.6                         | application/json
            text/html;q=0.6, application/json;q=0.5                         | text/html
            application/json;q=0, */*                                       | text/html
            text/html;q=nonsense, application/*;q=0.1                       | application/json
            image/png                                                       | application/json
            ,;                                                              | application/json
            """)
    void theFormThatIsLikedBestIsChosen(String header, String chosen) {
        assertThat(Accept.choose(header, List.of("application/json", "text/html")))
                .isEqualTo(chosen);
    }
}
