package dev.xorca.server.pages;

import static dev.xorca.server.pages.Html.at;
import static dev.xorca.server.pages.Html.element;

import java.util.ArrayList;
import java.util.List;

/** What all pages have around what they say. */
final class Page {
    private Page() {}

    /**
     * A step on the way from the start page to a page.
     *
     * @param href where it leads
     */
    record Crumb(String label, String href) {}

    /**
     * A whole page.
     *
     * @param crumbs the way here, without the page itself; empty for the start page
     * @param query what stands in the search field
     * @param content the page's own, a heading of the first rank first
     */
    static Html of(String title, List<Crumb> crumbs, String query, Object... content) {
        var main = new ArrayList<Object>();
        if (!crumbs.isEmpty()) {
            main.add(crumbs(crumbs, title));
        }
        main.addAll(List.of(content));
        return element(
                "html",
                at("lang", "en"),
                element(
                        "head",
                        element("meta", at("charset", "utf-8")),
                        element("meta", at("name", "viewport"), at("content", "width=device-width, initial-scale=1")),
                        element("title", title + " · xOrca"),
                        element("link", at("rel", "stylesheet"), at("href", Links.STYLE))),
                element(
                        "body",
                        element("a", at("class", "skip"), at("href", "#main"), "Skip to content"),
                        header(query),
                        element("main", at("id", "main"), main),
                        element(
                                "footer",
                                element(
                                        "p",
                                        "From the machines that run on this node. The same as JSON: ask with ",
                                        element("code", "Accept: application/json"),
                                        "; the whole interface is in ",
                                        link("/openapi.json", "openapi.json"),
                                        "."))));
    }

    private static Html header(String query) {
        return element(
                "header",
                element(
                        "div",
                        at("class", "bar"),
                        element("a", at("class", "brand"), at("href", Links.CATALOG), "xOrca catalogue"),
                        element(
                                "nav",
                                at("aria-label", "Catalogue"),
                                link(Links.CATALOG, "Machines"),
                                link(Links.EVENTS, "Events")),
                        element(
                                "form",
                                at("role", "search"),
                                at("method", "get"),
                                at("action", Links.CATALOG),
                                element(
                                        "input",
                                        at("type", "search"),
                                        at("name", "q"),
                                        at("value", query),
                                        at("maxlength", "200"),
                                        at("placeholder", "Event, machine, field…"),
                                        at("aria-label", "Search the catalogue")),
                                element("button", at("type", "submit"), "Search"))));
    }

    private static Html crumbs(List<Crumb> crumbs, String here) {
        return element(
                "nav",
                at("class", "crumbs"),
                at("aria-label", "Where you are"),
                element(
                        "ol",
                        crumbs.stream()
                                .map(crumb -> element("li", link(crumb.href(), crumb.label())))
                                .toList(),
                        element("li", element("span", at("aria-current", "page"), here))));
    }

    static Html link(String href, Object label) {
        return element("a", at("href", href), label);
    }
}
