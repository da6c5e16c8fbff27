package dev.zkspring.annotation;

import dev.zkspring.client.ZkClient;
import dev.zkspring.client.data.Stat;
import dev.zkspring.client.data.WatchEvent;
import dev.zkspring.listener.ZkChildrenChange;
import dev.zkspring.listener.ZkWatchKind;
import dev.zkspring.listener.ZkWatchParameter;
import dev.zkspring.listener.ZkWatchParameter.Source;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;

/** The rules for return type and parameters of a watch method. */
final class WatchMethodSignature {

    private static final String ALLOWED_FOR_DATA =
            "Allowed parameters, each at most once, in any order: the data as byte[], as String or as another object"
                    + " type; Stat; WatchEvent; each of these also in an Optional; @ZkPath String";

    private static final String ALLOWED_FOR_CHILDREN =
            "Allowed parameters, each at most once, in any order: List<String>; ZkChildrenChange; WatchEvent; each of"
                    + " these also in an Optional; @ZkPath String";

    private final Method method;

    /** Knows the annotations that overridden methods have on their parameters. */
    private final AnnotatedMethod annotated;

    private final Class<?> type;

    private final ZkWatchKind kind;

    /** The type is the class of the bean, which may fill in type variables of the method's class. */
    WatchMethodSignature(Method method, Class<?> type, ZkWatchKind kind) {
        this.method = method;
        this.annotated = new AnnotatedMethod(method);
        this.type = type;
        this.kind = kind;
    }

    static String allowed(ZkWatchKind kind) {
        return kind == ZkWatchKind.DATA ? ALLOWED_FOR_DATA : ALLOWED_FOR_CHILDREN;
    }

    /**
     * Checks and reads the signature.
     *
     * @throws BadSignatureException says what is wrong
     */
    List<ZkWatchParameter> parameters() {
        Class<?> returned = method.getReturnType();
        if (returned != void.class && returned != boolean.class) {
            throw new BadSignatureException("it returns %s (expected: void, or boolean to stop the watch with false)"
                    .formatted(returned.getTypeName()));
        }
        Map<Source, String> taken = new EnumMap<>(Source.class);
        List<ZkWatchParameter> parameters = new ArrayList<>();
        for (int i = 0; i < method.getParameterCount(); i++) {
            String place = "parameter %d (%s)".formatted(i + 1, method.getParameters()[i]);
            ZkWatchParameter parameter = parameter(i, place);
            String other = taken.put(parameter.source(), place);
            if (other != null) {
                throw new BadSignatureException(twice(parameter.source(), other, place));
            }
            parameters.add(parameter);
        }
        return parameters;
    }

    private ZkWatchParameter parameter(int index, String place) {
        ResolvableType declared =
                ResolvableType.forType(GenericTypeResolver.resolveType(method.getGenericParameterTypes()[index], type));
        if (annotated.getMethodParameters()[index].hasParameterAnnotation(ZkPath.class)) {
            return path(declared, place);
        }
        boolean optional = declared.resolve() == Optional.class;
        ResolvableType wanted = optional ? declared.getGeneric() : declared;
        Class<?> wantedClass = wanted.resolve();
        if (wantedClass == null) {
            throw new BadSignatureException(place + " does not say what type of value it takes");
        }
        return new ZkWatchParameter(source(wanted, wantedClass, place), wanted, optional);
    }

    private static ZkWatchParameter path(ResolvableType declared, String place) {
        if (declared.resolve() != String.class) {
            throw new BadSignatureException("%s has @ZkPath but is no String".formatted(place));
        }
        return new ZkWatchParameter(Source.PATH, declared, false);
    }

    private Source source(ResolvableType wanted, Class<?> wantedClass, String place) {
        if (wantedClass == WatchEvent.class) {
            return Source.EVENT;
        }
        return kind == ZkWatchKind.DATA ? ofData(wantedClass, place) : ofChildren(wanted, wantedClass, place);
    }

    private static Source ofData(Class<?> wanted, String place) {
        if (wanted == Stat.class) {
            return Source.STAT;
        }
        if (wanted.isPrimitive()) {
            throw new BadSignatureException(place + " is primitive and cannot be null, as it must for a missing node");
        }
        if (wanted == ZkChildrenChange.class) {
            throw new BadSignatureException(place + " is for @ZkChildrenWatch");
        }
        if (wanted == Optional.class || wanted.getName().startsWith(ZkClient.class.getPackageName() + ".")) {
            throw new BadSignatureException(place + " is nothing that data can be converted to");
        }
        return Source.PAYLOAD;
    }

    private static Source ofChildren(ResolvableType wanted, Class<?> wantedClass, String place) {
        if (wantedClass == ZkChildrenChange.class) {
            return Source.CHANGE;
        }
        if (wantedClass == List.class && wanted.getGeneric().resolve() == String.class) {
            return Source.CHILDREN;
        }
        throw new BadSignatureException(place + " is nothing that a watch of children can give");
    }

    private static String twice(Source source, String first, String second) {
        return source == Source.PAYLOAD
                ? "%s and %s both take the data (is @ZkPath missing on one?)".formatted(first, second)
                : "%s and %s take the same".formatted(first, second);
    }

    /** What is wrong with a signature; whoever catches it knows the bean. */
    static final class BadSignatureException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String reason;

        BadSignatureException(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }
}
