package dev.xorca.server.cli;

import dev.xorca.router.Definition;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The machines that a node runs, from its catalogue. */
final class RunningMachines {
    private static final Pattern URL = Pattern.compile("https?://.+");
    private static final int MAX_PAGES = 1_000;

    private RunningMachines() {}

    /** Whether this is the place of a node, not of a folder. */
    static boolean isUrl(String place) {
        return URL.matcher(place).matches();
    }

    /**
     * Asks a node.
     *
     * @param url of the node, or of its catalogue
     * @param option where the user has said so
     */
    static List<Definition> at(String url, String option) {
        var client = new NodeClient(url.replaceFirst("/+$", "").replaceFirst("/catalog$", ""), option);
        var definitions = new ArrayList<Definition>();
        var page = "/catalog";
        for (int i = 0; i < MAX_PAGES && !page.isEmpty(); i++) {
            var answer = client.get(page);
            for (var orchestrator : StatusReport.objects(answer.get("orchestrators"))) {
                var name = StatusReport.text(orchestrator, "name");
                for (var each : StatusReport.objects(orchestrator.get("versions"))) {
                    var version = StatusReport.text(each, "version");
                    var json = client.get("/catalog/" + encoded(name) + "/" + encoded(version) + "/machine");
                    definitions.add(new Definition(name, version, StatusReport.text(each, "hash"), json));
                }
            }
            page = answer.get("next") instanceof String next ? next : "";
        }
        return definitions;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
