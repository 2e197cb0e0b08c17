package dev.xorca.router;

/** Foreign text made fit for a message. */
final class Text {
    private Text() {}

    static String shorten(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end) + "…";
    }
}
