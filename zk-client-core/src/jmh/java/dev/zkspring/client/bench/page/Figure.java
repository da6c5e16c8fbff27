package dev.zkspring.client.bench.page;

import dev.zkspring.client.bench.Client;
import dev.zkspring.client.bench.Quantity;

/** One round's figure, a line of a suite's file. */
record Figure(String scenario, Client client, Quantity quantity, int round, double value) {

    static Figure parse(String line) {
        String[] fields = line.split(",", -1);
        return new Figure(
                fields[0],
                Client.valueOf(fields[1]),
                Quantity.valueOf(fields[2]),
                Integer.parseInt(fields[3]),
                Double.parseDouble(fields[4]));
    }

    Figure inRound(int other) {
        return new Figure(scenario, client, quantity, other, value);
    }

    boolean isOf(String scenario, Client client, Quantity quantity) {
        return this.client == client && this.quantity == quantity && this.scenario.equals(scenario);
    }
}
