package dev.zkspring.client.bench.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Figures as a reader wants them: three digits, two for a ratio. */
final class Numbers {

    private static final double THOUSAND = 1e3;

    private static final double MILLION = 1e6;

    private Numbers() {}

    static String format(double value) {
        if (Math.abs(value) >= MILLION) {
            return digits(value / MILLION, 3) + " M";
        }
        // Four digits are as easily read as three and a k.
        return Math.abs(value) >= 10 * THOUSAND ? digits(value / THOUSAND, 3) + " k" : digits(value, 3);
    }

    static String ratio(double value) {
        return digits(value, 2);
    }

    private static String digits(double value, int digits) {
        if (Math.abs(value) >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        BigDecimal rounded = new BigDecimal(value, new MathContext(digits)).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }
}
