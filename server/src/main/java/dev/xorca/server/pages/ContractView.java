package dev.xorca.server.pages;

import static dev.xorca.server.pages.CatalogPages.cell;
import static dev.xorca.server.pages.CatalogPages.row;
import static dev.xorca.server.pages.Html.at;
import static dev.xorca.server.pages.Html.element;
import static dev.xorca.server.pages.Page.link;

import dev.xorca.catalog.DataSchema;
import dev.xorca.catalog.EventType;
import dev.xorca.catalog.EventType.Use;
import java.util.ArrayList;
import java.util.List;

/**
 * What the data of an event must be, for people.
 *
 * @param data the schema
 * @param uses the machines that say so
 * @param schema as text that people read
 * @param example a whole event, as text that people read; empty where there is none
 */
public record ContractView(DataSchema data, List<Use> uses, String schema, String example) {
    public ContractView {
        uses = List.copyOf(uses);
    }

    Html toHtml(EventType event) {
        var parts = new ArrayList<Object>();
        if (!data.isDeclared()) {
            parts.add(
                    element("p", at("class", "muted"), "No schema is declared: the data may be any JSON, or missing."));
        } else {
            parts.add(table());
            parts.add(element(
                    "details",
                    element("summary", "JSON Schema"),
                    element("pre", at("tabindex", "0"), element("code", schema)),
                    element(
                            "p",
                            "By itself: ",
                            uses.stream()
                                    .map(use -> Html.of(
                                            link(
                                                    Links.schema(event.type(), use.id()),
                                                    use.name() + " " + use.version()),
                                            " "))
                                    .toList())));
        }
        if (!example.isEmpty()) {
            parts.add(element("h3", "An event of this type"));
            parts.add(element("pre", at("tabindex", "0"), element("code", example)));
        }
        return Html.of(parts);
    }

    private Html table() {
        return CatalogPages.table(
                List.of("Field", "Type", "Must", "Meaning"),
                SchemaTable.of(data.document()).stream()
                        .map(field -> row(
                                element(
                                        "th",
                                        at("scope", "row"),
                                        field.path().isEmpty() ? "(the data)" : element("code", field.path()),
                                        " ",
                                        field.isRequired() && !field.path().isEmpty()
                                                ? element("span", at("class", "must"), "required")
                                                : ""),
                                cell("", field.type()),
                                cell("", field.rules().isEmpty() ? "" : element("code", field.rules())),
                                cell("", field.description())))
                        .toList());
    }
}
