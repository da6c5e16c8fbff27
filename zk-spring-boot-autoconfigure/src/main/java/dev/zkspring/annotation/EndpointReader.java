package dev.zkspring.annotation;

import dev.zkspring.annotation.WatchMethodSignature.BadSignatureException;
import dev.zkspring.client.data.ZkPath;
import dev.zkspring.listener.ZkWatchEndpoint;
import dev.zkspring.listener.ZkWatchMethod;
import dev.zkspring.listener.ZkWatchParameter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Makes endpoints of annotations, and refuses what cannot work. */
final class EndpointReader {

    private final AttributeResolver attributes;

    EndpointReader(ConfigurableListableBeanFactory beans) {
        this.attributes = new AttributeResolver(beans);
    }

    /**
     * Reads all annotations of one bean.
     *
     * @throws dev.zkspring.listener.InvalidWatchMethodException for the first that cannot work
     */
    List<ZkWatchEndpoint> read(List<WatchDeclaration> declarations) {
        List<String> ids = ids(declarations);
        List<ZkWatchEndpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            endpoints.add(endpoint(ids.get(i), declarations.get(i)));
        }
        return endpoints;
    }

    /** Default ids that several declarations share get an index. */
    private List<String> ids(List<WatchDeclaration> declarations) {
        List<@Nullable String> own = new ArrayList<>();
        Map<String, Integer> sharing = new HashMap<>();
        for (WatchDeclaration declaration : declarations) {
            String id = text(declaration, "id");
            own.add(id);
            if (id == null) {
                sharing.merge(declaration.defaultId(), 1, Integer::sum);
            }
        }
        Map<String, Integer> next = new HashMap<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            String id = own.get(i);
            ids.add(id != null ? id : defaultId(declarations.get(i).defaultId(), sharing, next));
        }
        return ids;
    }

    private static String defaultId(String id, Map<String, Integer> sharing, Map<String, Integer> next) {
        int index = next.merge(id, 1, Integer::sum) - 1;
        return sharing.getOrDefault(id, 1) == 1 ? id : id + "[" + index + "]";
    }

    private ZkWatchEndpoint endpoint(String id, WatchDeclaration declaration) {
        return new ZkWatchEndpoint(
                id,
                declaration.kind(),
                paths(declaration),
                text(declaration, "client"),
                autoStartup(declaration),
                declaration.annotation().getBoolean("initial"),
                text(declaration, "errorHandler"),
                text(declaration, "executor"),
                method(declaration));
    }

    private List<String> paths(WatchDeclaration declaration) {
        List<String> paths = Stream.of(declaration.annotation().getStringArray("path"))
                .flatMap(path -> resolved(declaration, path, attributes::texts).stream())
                .distinct()
                .toList();
        if (paths.isEmpty()) {
            throw declaration.refused("it names no path", "Name at least one node, as in \"/some/node\"", null);
        }
        for (String path : paths) {
            try {
                ZkPath.validate(path);
            } catch (IllegalArgumentException e) {
                throw declaration.refused(
                        String.valueOf(e.getMessage()), "Name a node by its absolute path, as in \"/some/node\"", e);
            }
        }
        return paths;
    }

    private @Nullable Boolean autoStartup(WatchDeclaration declaration) {
        String text = text(declaration, "autoStartup");
        if (text == null || text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return text == null ? null : Boolean.valueOf(text);
        }
        throw declaration.refused("autoStartup is \"" + text + "\"", "Set it to true or false, or leave it out", null);
    }

    private @Nullable String text(WatchDeclaration declaration, String attribute) {
        return resolved(declaration, declaration.annotation().getString(attribute), attributes::text);
    }

    private static <T extends @Nullable Object> T resolved(
            WatchDeclaration declaration, String attribute, Function<String, T> resolver) {
        try {
            return resolver.apply(attribute);
        } catch (RuntimeException e) {
            throw declaration.refused(
                    "\"%s\" cannot be resolved: %s".formatted(attribute, e.getMessage()),
                    "Set the property, or correct the expression",
                    e);
        }
    }

    private static ZkWatchMethod method(WatchDeclaration declaration) {
        return ZkWatchMethod.of(
                declaration.bean(),
                declaration.beanName(),
                invocable(declaration),
                declaration.description(),
                parameters(declaration));
    }

    private static List<ZkWatchParameter> parameters(WatchDeclaration declaration) {
        try {
            return new WatchMethodSignature(declaration.method(), declaration.type(), declaration.kind()).parameters();
        } catch (BadSignatureException e) {
            throw declaration.refused(e.reason(), WatchMethodSignature.allowed(declaration.kind()), null);
        }
    }

    private static Method invocable(WatchDeclaration declaration) {
        Method method = declaration.method();
        if (AopUtils.isCglibProxy(declaration.bean()) && Modifier.isFinal(method.getModifiers())) {
            throw declaration.refused(
                    "it is final and its bean is a proxy, which cannot pass the call on", "Make it not final", null);
        }
        try {
            return AopUtils.selectInvocableMethod(method, declaration.bean().getClass());
        } catch (IllegalStateException e) {
            throw declaration.refused(
                    "its bean is a proxy that does not have it",
                    "Make it not private; if the proxy is one of interfaces, declare it in an interface, or have the"
                            + " class proxied (proxyTargetClass = true)",
                    e);
        }
    }
}
