package dev.zkspring.client;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows tests what was set on a builder; in this package because the settings are not public. */
public final class BuilderOptions {

    private BuilderOptions() {}

    /** The settings by name. */
    public static Map<String, Object> of(ZkClientBuilder builder) throws ReflectiveOperationException {
        Map<String, Object> options = new LinkedHashMap<>();
        for (RecordComponent component : ZkClientOptions.class.getRecordComponents()) {
            options.put(component.getName(), component.getAccessor().invoke(builder.options()));
        }
        return options;
    }
}
