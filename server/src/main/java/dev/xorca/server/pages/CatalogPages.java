package dev.xorca.server.pages;

import static dev.xorca.server.pages.Html.at;
import static dev.xorca.server.pages.Html.element;
import static dev.xorca.server.pages.Page.link;

import dev.xorca.catalog.Catalog;
import dev.xorca.catalog.EventType;
import dev.xorca.catalog.MachineEvent;
import dev.xorca.catalog.MachineVersion;
import dev.xorca.catalog.Orchestrator;
import dev.xorca.server.pages.Page.Crumb;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The pages of a catalogue. Stateless but for the catalogue. */
public final class CatalogPages {
    private static final Crumb START = new Crumb("Catalogue", Links.CATALOG);
    private static final Crumb EVENTS = new Crumb("Events", Links.EVENTS);

    private final Catalog catalog;

    public CatalogPages(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The start page. */
    public Html start() {
        return Page.of(
                "Event catalogue",
                List.of(),
                "",
                element("h1", "Event catalogue"),
                element(
                        "p",
                        at("class", "lead"),
                        "The machines that run here, the events that start them, feed them and leave them, what is in these "
                                + "events, and on which topics they travel."),
                element("h2", "Machines"),
                machines(catalog.orchestrators()),
                element("h2", "Events"),
                events(catalog.eventTypes()),
                element("h2", "For tools"),
                element(
                        "ul",
                        at("class", "links"),
                        element("li", link("/catalog/asyncapi.yaml", "AsyncAPI of everything, YAML")),
                        element("li", link("/catalog/asyncapi.json", "JSON")),
                        element("li", link("/openapi.json", "OpenAPI of this node"))));
    }

    /** What a search has found. */
    public Html search(String query, List<Orchestrator> machines, List<EventType> events) {
        var found = new ArrayList<Object>();
        if (machines.isEmpty() && events.isEmpty()) {
            found.add(element(
                    "p",
                    "Nothing here has all of these words in its name, its description or its fields. ",
                    link(Links.CATALOG, "See everything"),
                    "."));
        }
        if (!machines.isEmpty()) {
            found.add(element("h2", "Machines"));
            found.add(machines(machines));
        }
        if (!events.isEmpty()) {
            found.add(element("h2", "Events"));
            found.add(events(events));
        }
        return Page.of("Search: " + query, List.of(START), query, element("h1", "Search: ", query), Html.of(found));
    }

    /** All types of events. */
    public Html events() {
        return Page.of(
                "Events",
                List.of(START),
                "",
                element("h1", "Events"),
                element(
                        "p",
                        at("class", "lead"),
                        "Every type that a machine here takes or emits. Each travels on a topic of its own."),
                element("h2", counted(catalog.eventTypes().size(), "type")),
                events(catalog.eventTypes()));
    }

    /** A machine in all its versions. */
    public Html orchestrator(Orchestrator orchestrator) {
        var name = orchestrator.name();
        return Page.of(
                name,
                List.of(START),
                "",
                element("h1", name),
                lead(orchestrator.description()),
                element("h2", "Versions"),
                table(
                        List.of("Version", "", "Definition"),
                        orchestrator.versions().stream()
                                .map(version -> row(
                                        element(
                                                "th",
                                                at("scope", "row"),
                                                link(Links.machine(name, version.version()), version.version())),
                                        cell("", version.isDefault() ? "what a start without a version means" : ""),
                                        cell("Definition", element("code", version.hash()))))
                                .toList()),
                machineBody(orchestrator.defaultVersion()));
    }

    /** One version of a machine. */
    public Html machine(MachineVersion machine) {
        return Page.of(
                machine.version(),
                List.of(START, new Crumb(machine.name(), Links.orchestrator(machine.name()))),
                "",
                element(
                        "div",
                        at("class", "title"),
                        element("h1", machine.name() + " " + machine.version()),
                        machine.isDefault() ? tag("other", "default version") : ""),
                lead(machine.description()),
                facts("Definition", element("code", machine.hash())),
                machineBody(machine));
    }

    private Html machineBody(MachineVersion machine) {
        var path = Links.machine(machine.name(), machine.version());
        return Html.of(
                element("h2", "Diagram"),
                element(
                        "div",
                        at("class", "diagram"),
                        at("tabindex", "0"),
                        at("role", "region"),
                        at("aria-label", "Diagram, scrolls sideways"),
                        element(
                                "img",
                                at("src", path + "/diagram.svg"),
                                at("alt", "Diagram of the states of " + machine.name() + "; they are listed below"))),
                element("h2", "Takes"),
                machineEvents(machine.received()),
                element("h2", "Emits"),
                machineEvents(machine.sent()),
                element("h2", "States"),
                states(machine),
                element("h2", "For tools"),
                element(
                        "ul",
                        at("class", "links"),
                        element("li", link(path + "/asyncapi.yaml", "AsyncAPI, YAML")),
                        element("li", link(path + "/asyncapi.json", "AsyncAPI, JSON")),
                        element("li", link(path + "/machine", "The machine itself")),
                        element("li", link(path + "/diagram.mmd", "Diagram for Mermaid")),
                        element("li", link(path + "/diagram.svg", "Diagram as SVG"))));
    }

    private static Html machineEvents(List<MachineEvent> events) {
        return table(
                List.of("Event", "Kind", "Topic", "States"),
                events.stream()
                        .map(event -> row(
                                element(
                                        "th",
                                        at("scope", "row"),
                                        event.isPattern() ? element("code", event.type()) : eventLink(event.type())),
                                cell("", tag(event.kind().label(), event.kind().label())),
                                cell("Topic", event.isPattern() ? "" : element("code", event.topic())),
                                cell("States", String.join(", ", event.states()))))
                        .toList());
    }

    private static Html states(MachineVersion machine) {
        return table(
                List.of("State", "Kind", "Waits for", "Emits"),
                machine.states().stream()
                        .filter(state -> !state.path().isEmpty()
                                || !state.receives().isEmpty()
                                || !state.sends().isEmpty())
                        .map(state -> row(
                                element(
                                        "th",
                                        at("scope", "row"),
                                        element("strong", state.path().isEmpty() ? "(the machine)" : state.path()),
                                        state.description() == null
                                                ? ""
                                                : element("p", at("class", "muted"), state.description())),
                                cell(
                                        "",
                                        element(
                                                "span",
                                                at("class", "muted"),
                                                state.kind().name().toLowerCase(Locale.ROOT))),
                                cell("Waits for", list(state.receives())),
                                cell("Emits", list(state.sends()))))
                        .toList());
    }

    private static Object list(List<String> types) {
        return types.isEmpty()
                ? ""
                : element(
                        "ul",
                        at("class", "plain"),
                        types.stream()
                                .map(type ->
                                        element("li", type.contains("*") ? element("code", type) : eventLink(type)))
                                .toList());
    }

    /**
     * One type of event.
     *
     * @param contracts what its data must be
     */
    public Html event(EventType event, List<ContractView> contracts) {
        var parts = new ArrayList<Object>();
        parts.add(element(
                "div",
                at("class", "title"),
                element("h1", event.type()),
                tag(event.kind().label(), event.kind().label())));
        parts.add(element("p", at("class", "lead"), purpose(event)));
        parts.add(facts(
                "Topic",
                element("code", event.topic()),
                "Producers",
                uses(event.producers(), outsider(event)),
                "Consumers",
                uses(event.consumers(), outsider(event)),
                "Answered by",
                types(event.answers()),
                "Answers",
                types(event.commands())));
        for (var contract : contracts) {
            parts.add(element("h2", contracts.size() == 1 ? "Data" : "Data for " + names(contract.uses())));
            parts.add(contract.toHtml(event));
        }
        if (!event.answers().isEmpty()) {
            parts.add(element("h2", "Serving it"));
            parts.add(serving(event));
        }
        return Page.of(event.type(), List.of(START, EVENTS), "", Html.of(parts));
    }

    private Html serving(EventType command) {
        var documents = command.producers().stream()
                .map(use -> element(
                        "li",
                        link(
                                Links.machine(use.name(), use.version()) + "/asyncapi.yaml?for="
                                        + Links.query(command.type()),
                                "AsyncAPI for whoever serves it: " + use.name() + " " + use.version())))
                .toList();
        return Html.of(
                element(
                        "ol",
                        element(
                                "li",
                                "Read topic ",
                                element("code", command.topic()),
                                " in a consumer group of your own, with ",
                                element("code", "isolation.level=read_committed"),
                                "."),
                        element(
                                "li",
                                "Do the work. The same command may come again with the same ",
                                element("code", "id"),
                                "."),
                        element(
                                "li",
                                "Publish one of the answers on its topic, with the command's ",
                                element("code", "subject"),
                                " as it came, and an ",
                                element("code", "id"),
                                " of its own that is the same when you send it again.")),
                element("ul", at("class", "plain"), documents));
    }

    private static String purpose(EventType event) {
        return switch (event.kind()) {
            case START -> "Starts an orchestration.";
            case COMMAND -> "Asks a service to do something.";
            case EVENT -> "Says what has happened.";
            case SYSTEM -> "Says what has happened, by a system.";
            case NOTIFICATION -> "Tells whoever cares.";
            case ERROR -> "Says why an event was refused.";
            case OTHER -> "";
        };
    }

    private static String outsider(EventType event) {
        return switch (event.kind()) {
            case START, NOTIFICATION, ERROR -> "anybody";
            case COMMAND, EVENT, SYSTEM -> "services";
            case OTHER -> "others";
        };
    }

    private static Object uses(List<EventType.Use> uses, String otherwise) {
        if (uses.isEmpty()) {
            return element("span", at("class", "muted"), otherwise);
        }
        return element(
                "ul",
                at("class", "plain"),
                uses.stream()
                        .map(use -> element(
                                "li", link(Links.machine(use.name(), use.version()), use.name() + " " + use.version())))
                        .toList());
    }

    private static Object types(List<String> types) {
        return types.isEmpty()
                ? ""
                : element(
                        "ul",
                        at("class", "plain"),
                        types.stream()
                                .map(type -> element("li", eventLink(type)))
                                .toList());
    }

    private static String names(List<EventType.Use> uses) {
        return String.join(
                ", ", uses.stream().map(use -> use.name() + " " + use.version()).toList());
    }

    /** For a browser that asks for what is not there, or not now. */
    public static Html problem(int status, String title, String detail) {
        return Page.of(
                title,
                List.of(START),
                "",
                element("h1", title),
                element("p", at("class", "lead"), detail),
                element("p", at("class", "muted"), "Status " + status + ". ", link(Links.CATALOG, "To the catalogue")));
    }

    private static Html machines(List<Orchestrator> orchestrators) {
        return element(
                "ul",
                at("class", "cards"),
                orchestrators.stream()
                        .map(each -> element(
                                "li",
                                at("class", "card"),
                                element("h3", link(Links.orchestrator(each.name()), each.name())),
                                element("p", each.description().orElse("")),
                                element(
                                        "ul",
                                        at("class", "links"),
                                        each.versions().stream()
                                                .map(version -> element(
                                                        "li",
                                                        link(
                                                                Links.machine(each.name(), version.version()),
                                                                version.version())))
                                                .toList())))
                        .toList());
    }

    private static Html events(List<EventType> events) {
        return table(
                List.of("Type", "Kind", "From", "To"),
                events.stream()
                        .map(event -> row(
                                element("th", at("scope", "row"), eventLink(event.type())),
                                cell("", tag(event.kind().label(), event.kind().label())),
                                cell("From", machineNames(event.producers(), event)),
                                cell("To", machineNames(event.consumers(), event))))
                        .toList());
    }

    private static Object machineNames(List<EventType.Use> uses, EventType event) {
        var names = uses.stream().map(EventType.Use::name).distinct().toList();
        return names.isEmpty()
                ? element("span", at("class", "muted"), outsider(event))
                : names.stream()
                        .map(name -> Html.of(link(Links.orchestrator(name), name), " "))
                        .toList();
    }

    static Html eventLink(String type) {
        return element("a", at("href", Links.event(type)), element("code", type));
    }

    private static Html tag(String kind, String label) {
        return element("span", at("class", "tag " + kind), label);
    }

    private static Object lead(Optional<String> description) {
        return description
                .<Object>map(text -> element("p", at("class", "lead"), text))
                .orElse("");
    }

    /** Labels and what they are about; those without anything are left out. */
    private static Html facts(Object... labelsAndValues) {
        var parts = new ArrayList<Object>();
        for (int i = 0; i < labelsAndValues.length; i += 2) {
            if (!"".equals(labelsAndValues[i + 1])) {
                parts.add(element("dt", labelsAndValues[i]));
                parts.add(element("dd", labelsAndValues[i + 1]));
            }
        }
        return element("dl", at("class", "facts"), parts);
    }

    /** A table that becomes a list on a narrow screen. */
    static Html table(List<String> columns, List<Html> rows) {
        if (rows.isEmpty()) {
            return element("p", at("class", "muted"), "None.");
        }
        return element(
                "div",
                at("class", "scroll"),
                element(
                        "table",
                        at("class", "stack"),
                        element(
                                "thead",
                                element(
                                        "tr",
                                        columns.stream()
                                                .map(column -> element("th", at("scope", "col"), column))
                                                .toList())),
                        element("tbody", rows)));
    }

    static Html row(Object... cells) {
        return element("tr", cells);
    }

    /**
     * A cell.
     *
     * @param label what it says where there is no line of headings; empty where it speaks for itself
     */
    static Html cell(String label, Object content) {
        return label.isEmpty() || "".equals(content)
                ? element("td", content)
                : element("td", at("data-label", label), content);
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
