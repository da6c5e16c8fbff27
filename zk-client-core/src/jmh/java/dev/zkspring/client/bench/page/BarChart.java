package dev.zkspring.client.bench.page;

import dev.zkspring.client.bench.Client;
import java.util.List;
import java.util.Map;

/**
 * Horizontal bars in groups, one for each client, with their figures beside them.
 *
 * @param unit of the figures
 * @param groups for each heading a figure for each client
 */
record BarChart(String title, String unit, Map<String, Map<Client, Double>> groups) implements Chart {

    private static final int WIDTH = 800;

    private static final int LEFT = 230;

    private static final int RIGHT = 660;

    private static final int TOP = 50;

    private static final int ROW = 20;

    private static final int BAR = 13;

    private static final int GAP = 34;

    @Override
    public boolean isEmpty() {
        return figures().isEmpty();
    }

    @Override
    public String render() {
        int rows = groups.values().stream().mapToInt(Map::size).sum();
        int bottom = TOP + GAP * groups.size() + ROW * rows + ROW / 2;
        Svg svg = new Svg(WIDTH, bottom + 50, title);
        LogScale scale = new LogScale(figures(), LEFT, RIGHT);
        for (double tick : scale.ticks()) {
            svg.grid(scale.at(tick), TOP, scale.at(tick), bottom);
            svg.text(scale.at(tick), bottom + 18, "soft", "middle", Numbers.format(tick));
        }
        svg.text((LEFT + RIGHT) / 2.0, bottom + 40, "soft", "middle", unit + ", logarithmic");
        double y = TOP;
        for (Map.Entry<String, Map<Client, Double>> group : groups.entrySet()) {
            svg.text(16, y + GAP - 12, "", "start", group.getKey());
            y = bars(svg, scale, group.getValue(), y + GAP);
        }
        return svg.render();
    }

    private static double bars(Svg svg, LogScale scale, Map<Client, Double> figures, double top) {
        double y = top;
        for (Map.Entry<Client, Double> figure : figures.entrySet()) {
            double end = scale.at(figure.getValue());
            svg.text(LEFT - 8, y + BAR - 2, "soft", "end", figure.getKey().title());
            svg.bar(figure.getKey(), LEFT, y, end - LEFT, BAR);
            svg.text(end + 6, y + BAR - 2, "", "start", Numbers.format(figure.getValue()));
            y += ROW;
        }
        return y;
    }

    private List<Double> figures() {
        return groups.values().stream()
                .flatMap(group -> group.values().stream())
                .toList();
    }
}
