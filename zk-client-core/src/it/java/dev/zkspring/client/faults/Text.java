package dev.zkspring.client.faults;

/** Facts as they stand in a violation. */
final class Text {

    private static final int LONG = 24;

    private Text() {}

    static String shortened(String value) {
        return value.length() <= LONG ? value : value.substring(0, LONG) + "... (" + value.length() + ")";
    }

    static String hex(long number) {
        return number < 0 ? Long.toString(number) : "0x" + Long.toHexString(number);
    }
}
