package dev.zkspring.client.bench.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Figures as a reader wants them: three digits. */
final class Numbers {

    private static final double THOUSAND = 1e3;

    private static final double MILLION = 1e6;

    private Numbers() {}

    static String format(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        if (Math.abs(value) >= MILLION) {
            return digits(value / MILLION) + " M";
        }
        // Four digits are as easily read as three and a k.
        return Math.abs(value) >= 10 * THOUSAND ? digits(value / THOUSAND) + " k" : digits(value);
    }

    private static String digits(double value) {
        if (Math.abs(value) >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        BigDecimal rounded = new BigDecimal(value, new MathContext(3)).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }
}
