package dev.zkspring.client.internal.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of events at one path for one kind of watch. Almost always one, which therefore takes no list: there may
 * be hundreds of thousands. Immutable.
 */
sealed interface Registrations permits Registration, RegistrationList {

    /** In the order of their registration. */
    List<Registration> all();

    /** These and one more, unless it is here already. */
    default Registrations plus(Registrations other) {
        List<Registration> sum = new ArrayList<>(all());
        for (Registration each : other.all()) {
            if (!sum.contains(each)) {
                sum.add(each);
            }
        }
        return sum.size() == all().size() ? this : new RegistrationList(List.copyOf(sum));
    }

    /** What is left without some of these, which may be these; {@code null} if nothing is. */
    default @Nullable Registrations minus(Predicate<Registration> unwanted) {
        List<Registration> left = all().stream().filter(unwanted.negate()).toList();
        if (left.size() == all().size()) {
            return this;
        }
        return switch (left.size()) {
            case 0 -> null;
            case 1 -> left.get(0);
            default -> new RegistrationList(left);
        };
    }
}
