package dev.zkspring.client.bench.page;

import dev.zkspring.client.bench.Client;
import dev.zkspring.client.bench.Quantity;
import java.util.List;
import java.util.stream.Collectors;

/** A suite's figures as Markdown: a table for each quantity, a row for each scenario, a column for each client. */
final class FigureTables {

    private final Results results;

    FigureTables(Results results) {
        this.results = results;
    }

    String render() {
        return results.quantities().stream().map(this::table).collect(Collectors.joining("\n"));
    }

    private String table(Quantity quantity) {
        List<Client> clients = results.clients(quantity);
        StringBuilder table = new StringBuilder("| " + quantity.unit());
        clients.forEach(client -> table.append(" | ").append(client.title()));
        table.append(" |\n|---").append("|---".repeat(clients.size())).append("|\n");
        for (String scenario : results.scenarios(quantity)) {
            table.append("| ").append(scenario);
            clients.forEach(client -> table.append(" | ").append(cell(scenario, client, quantity)));
            table.append(" |\n");
        }
        return table.toString();
    }

    private String cell(String scenario, Client client, Quantity quantity) {
        return results.spread(scenario, client, quantity)
                .map(spread -> Numbers.format(spread.median()) + ratio(scenario, client, quantity))
                .orElse("");
    }

    /** Nothing behind this client's own figures and where clients had no round in common. */
    private String ratio(String scenario, Client client, Quantity quantity) {
        if (client == Client.OURS) {
            return "";
        }
        Results.Rounds theirs = new Results.Rounds(scenario, client, quantity);
        Results.Rounds ours = new Results.Rounds(scenario, Client.OURS, quantity);
        return results.ratio(theirs, ours)
                .map(ratio -> " · %s× %s".formatted(Numbers.ratio(ratio.median()), ratio.range(Numbers::ratio)))
                .orElse("");
    }
}
