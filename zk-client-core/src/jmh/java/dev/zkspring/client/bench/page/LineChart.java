package dev.zkspring.client.bench.page;

import dev.zkspring.client.bench.Client;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A line for each client: medians, with a stroke from the least to the most of the rounds.
 *
 * @param steps names of the places on the horizontal axis
 * @param lines for each client a figure, or none, for each step
 */
record LineChart(
        String title, String horizontal, String vertical, List<String> steps, Map<Client, List<Optional<Spread>>> lines)
        implements Chart {

    private static final int WIDTH = 800;

    private static final int HEIGHT = 400;

    private static final int LEFT = 70;

    private static final int RIGHT = 540;

    private static final int TOP = 60;

    private static final int BOTTOM = 340;

    private static final int LEGEND = 20;

    @Override
    public boolean isEmpty() {
        return figures().findAny().isEmpty();
    }

    @Override
    public String render() {
        Svg svg = new Svg(WIDTH, HEIGHT, title);
        LogScale scale = new LogScale(
                figures()
                        .flatMap(figure -> Stream.of(figure.min(), figure.max()))
                        .toList(),
                BOTTOM,
                TOP);
        axes(svg, scale);
        int row = 0;
        for (Map.Entry<Client, List<Optional<Spread>>> line : lines.entrySet()) {
            draw(svg, scale, line.getKey(), line.getValue());
            legend(svg, line.getKey(), TOP + LEGEND * row++);
        }
        return svg.render();
    }

    private void axes(Svg svg, LogScale scale) {
        svg.text(LEFT - 54, TOP - 14, "soft", "start", vertical);
        for (double tick : scale.ticks()) {
            svg.grid(LEFT, scale.at(tick), RIGHT, scale.at(tick));
            svg.text(LEFT - 8, scale.at(tick) + 4, "soft", "end", Numbers.format(tick));
        }
        for (int step = 0; step < steps.size(); step++) {
            svg.text(x(step), BOTTOM + 20, "soft", "middle", steps.get(step));
        }
        svg.text((LEFT + RIGHT) / 2.0, BOTTOM + 44, "soft", "middle", horizontal);
    }

    private void draw(Svg svg, LogScale scale, Client client, List<Optional<Spread>> line) {
        for (int step = 0; step < line.size(); step++) {
            Optional<Spread> here = line.get(step);
            if (here.isPresent()) {
                point(svg, scale, client, x(step), here.get());
                connect(svg, scale, client, step, line);
            }
        }
    }

    private static void point(Svg svg, LogScale scale, Client client, double x, Spread figure) {
        svg.stroke(client, x, scale.at(figure.min()), x, scale.at(figure.max()));
        svg.dot(client, x, scale.at(figure.median()));
    }

    private void connect(Svg svg, LogScale scale, Client client, int step, List<Optional<Spread>> line) {
        Optional<Spread> next = step + 1 < line.size() ? line.get(step + 1) : Optional.empty();
        if (next.isPresent()) {
            double from = scale.at(line.get(step).orElseThrow().median());
            svg.stroke(client, x(step), from, x(step + 1), scale.at(next.get().median()));
        }
    }

    private static void legend(Svg svg, Client client, double y) {
        svg.stroke(client, RIGHT + 16, y, RIGHT + 40, y);
        svg.text(RIGHT + 46, y + 4, "", "start", client.title());
    }

    private double x(int step) {
        return LEFT + (RIGHT - LEFT) * (step + 0.5) / steps.size();
    }

    private Stream<Spread> figures() {
        return lines.values().stream().flatMap(List::stream).flatMap(Optional::stream);
    }
}
