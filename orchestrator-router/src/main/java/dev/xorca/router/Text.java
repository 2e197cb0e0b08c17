package dev.xorca.router;

/** Foreign text made fit for a message. */
final class Text {
    private Text() {}

    static String shorten(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }
}
