package dev.zkspring.client.bench.page;

import dev.zkspring.client.bench.Client;
import java.util.Locale;

/** A drawing that follows the reader's choice of light or dark. Its colours stand in one style sheet. */
final class Svg {

    private static final String STYLE = """
            <style>
              text { font: 13px system-ui, sans-serif; fill: #1f2328 }
              .heading { font-size: 16px; font-weight: 600 }
              .soft { fill: #59636e }
              .grid { stroke: #d1d9e0 }
              .line { fill: none; stroke-width: 2.5 }
              .floor, .floor_futures { stroke-dasharray: 5 4 }
              .ours { --c: #0969da } .ours_unbatched { --c: #8250df } .floor_futures { --c: #1b7c83 }
              .apache_netty { --c: #bc4c00 } .apache_default { --c: #9a6700 } .curator { --c: #1a7f37 }
              .kazoo { --c: #cf222e } .floor { --c: #6e7781 }
              .line { stroke: var(--c) } .fill { fill: var(--c); stroke: none }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 } .soft { fill: #9198a1 } .grid { stroke: #3d444d }
                .ours { --c: #58a6ff } .ours_unbatched { --c: #bc8cff } .floor_futures { --c: #39c5cf }
                .apache_netty { --c: #f0883e } .apache_default { --c: #d29922 } .curator { --c: #3fb950 }
                .kazoo { --c: #ff7b72 } .floor { --c: #8b949e }
              }
            </style>
            """;

    private final StringBuilder elements = new StringBuilder();

    private final int width;

    private final int height;

    private final String title;

    Svg(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
        text(16, 26, "heading", "start", title);
    }

    /** @param anchor which end of the text is at this place: start, middle or end */
    void text(double x, double y, String style, String anchor, String text) {
        add("<text x=\"%.1f\" y=\"%.1f\" class=\"%s\" text-anchor=\"%s\">%s</text>", x, y, style, anchor, escape(text));
    }

    void grid(double x1, double y1, double x2, double y2) {
        add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"grid\"/>", x1, y1, x2, y2);
    }

    void stroke(Client client, double x1, double y1, double x2, double y2) {
        add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"line %s\"/>", x1, y1, x2, y2, style(client));
    }

    void dot(Client client, double x, double y) {
        add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" class=\"fill %s\"/>", x, y, style(client));
    }

    void bar(Client client, double x, double y, double length, double thickness) {
        add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"fill %s\"/>",
                x, y, length, thickness, style(client));
    }

    String render() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">
                <title>%s</title>
                %s%s</svg>
                """.formatted(width, height, width, height, escape(title), STYLE, elements);
    }

    private void add(String element, Object... values) {
        elements.append(String.format(Locale.ROOT, element, values)).append('\n');
    }

    private static String style(Client client) {
        return client.name().toLowerCase(Locale.ROOT);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
