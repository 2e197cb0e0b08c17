package dev.xorca.catalog;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/** JSON values as YAML for people, without anchors. Texts that YAML 1.1 would take for something else are quoted. */
public final class Yaml {
    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setDereferenceAliases(true)
            .setIndent(2)
            .setWidth(120)
            .build();

    private Yaml() {}

    /** A JSON value, of the types that {@link dev.xorca.schemas.Json} describes, as a YAML document. */
    public static String text(@Nullable Object value) {
        return new Dump(SETTINGS, new Careful(SETTINGS)).dumpToString(value);
    }

    /** Quotes more than YAML 1.2 asks for. */
    private static final class Careful extends StandardRepresenter {
        private static final Set<String> WORDS = Set.of("y", "n", "yes", "no", "on", "off", "=", "<<");
        private static final Pattern NUMBER_OR_TIME = Pattern.compile("[0-9.+-].*");

        Careful(DumpSettings settings) {
            super(settings);
        }

        @Override
        protected Node representScalar(Tag tag, String value, ScalarStyle style) {
            var isMistakable = Tag.STR.equals(tag)
                    && style == ScalarStyle.PLAIN
                    && (WORDS.contains(value.toLowerCase(Locale.ROOT))
                            || NUMBER_OR_TIME.matcher(value).matches());
            return super.representScalar(tag, value, isMistakable ? ScalarStyle.SINGLE_QUOTED : style);
        }
    }
}
