package dev.zkspring.client.internal.watch;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of events at one path for one kind of watch. Almost always one, which therefore stands for itself: there
 * may be hundreds of thousands of paths, and as many watchers of one path.
 */
sealed interface Registrations permits Registration, RegistrationSet {

    /** In the order of their registration. */
    Collection<Registration> all();

    boolean contains(Registration registration);

    /** These with one more, unless it is here already; to be used instead of these. */
    Registrations plus(Registration registration);

    /** These without one, {@code null} if nothing is left; to be used instead of these. */
    @Nullable
    Registrations minus(Registration registration);
}
