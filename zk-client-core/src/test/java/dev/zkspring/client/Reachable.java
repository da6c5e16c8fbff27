package dev.zkspring.client;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Counts the objects of this project that something keeps alive, through its own fields, arrays and the collections of
 * the JDK. What is behind other classes is not seen.
 */
public final class Reachable {

    private static final String PROJECT = "dev.zkspring.client.";

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Deque<Object> next = new ArrayDeque<>();

    private int count;

    private Reachable() {}

    public static int from(Object root) {
        Reachable reachable = new Reachable();
        reachable.add(root);
        while (!reachable.next.isEmpty()) {
            reachable.visit(reachable.next.remove());
        }
        return reachable.count;
    }

    private void add(Object object) {
        if (object != null && seen.add(object)) {
            next.add(object);
        }
    }

    private void visit(Object object) {
        if (object.getClass().getName().startsWith(PROJECT)) {
            count++;
            visitFields(object);
        }
        if (object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                add(key);
                add(value);
            });
        } else if (object instanceof Collection<?> collection) {
            collection.forEach(this::add);
        } else if (object instanceof Object[] array) {
            Arrays.asList(array).forEach(this::add);
        }
    }

    private void visitFields(Object object) {
        for (Class<?> type = object.getClass(); type.getName().startsWith(PROJECT); type = type.getSuperclass()) {
            Arrays.stream(type.getDeclaredFields())
                    .filter(field -> !Modifier.isStatic(field.getModifiers()))
                    .filter(field -> !field.getType().isPrimitive())
                    .forEach(field -> add(valueOf(field, object)));
        }
    }

    private static Object valueOf(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
