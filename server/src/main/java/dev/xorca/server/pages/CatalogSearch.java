package dev.xorca.server.pages;

import dev.xorca.catalog.Catalog;
import dev.xorca.catalog.EventType;
import dev.xorca.catalog.MachineVersion;
import dev.xorca.catalog.Orchestrator;
import dev.xorca.schemas.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds what has all words of a query in its name, its description, its states or its fields, in any case of letters. */
public final class CatalogSearch {
    private final Catalog catalog;
    private final List<String> words;

    public CatalogSearch(Catalog catalog, String query) {
        this.catalog = catalog;
        this.words = Arrays.stream(query.toLowerCase(Locale.ROOT).split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    public List<Orchestrator> orchestrators() {
        return catalog.orchestrators().stream()
                .filter(each -> has(each.name() + " "
                        + each.versions().stream().map(CatalogSearch::text).collect(Collectors.joining(" "))))
                .toList();
    }

    private static String text(MachineVersion machine) {
        return machine.version() + " " + machine.description().orElse("") + " "
                + machine.states().stream()
                        .map(state -> state.path() + " " + state.description())
                        .collect(Collectors.joining(" "));
    }

    public List<EventType> eventTypes() {
        return catalog.eventTypes().stream()
                .filter(each -> has(each.type() + " " + each.kind().label() + " "
                        + each.contracts().stream()
                                .map(contract -> Json.text(contract.data().document()))
                                .collect(Collectors.joining(" "))))
                .toList();
    }

    private boolean has(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return words.stream().allMatch(lower::contains);
    }
}
