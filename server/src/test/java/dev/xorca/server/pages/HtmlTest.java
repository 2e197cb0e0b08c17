package dev.xorca.server.pages;

import static dev.xorca.server.pages.Html.at;
import static dev.xorca.server.pages.Html.element;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void textsAreTextsWhereverTheyStand() {
        assertThat(element("p", at("title", "\"'<&>"), "<script>alert('a & \"b\"')</script>"))
                .hasToString(
                        "<p title=\"&quot;&#39;&lt;&amp;&gt;\">&lt;script&gt;alert(&#39;a &amp; &quot;b&quot;&#39;)"
                                + "&lt;/script&gt;</p>");
    }

    @Test
    void charactersThatHtmlDoesNotHaveAreReplaced() {
        assertThat(Html.of("a\u0000b\u001bc\ud800d\te\nf🙂")).hasToString("a\ufffdb\ufffdc\ufffdd\te\nf🙂");
    }

    @Test
    void piecesStandInTheirOrder() {
        assertThat(Html.of("a", List.of(element("b", "x"), "y"), Optional.empty(), Optional.of("z")))
                .hasToString("a<b>x</b>yz");
        assertThat(element("input", at("name", "q"))).hasToString("<input name=\"q\">");
    }

    @Test
    void anAttributeBehindContentIsAMistake() {
        assertThatThrownBy(() -> element("p", "text", at("class", "late"))).hasMessageContaining("class");
    }
}
