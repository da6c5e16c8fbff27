package dev.zkspring.listener;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.json.JsonMapper;

/** Reads the data as JSON. Loaded only when Jackson is present. */
final class JsonPayloadConverter implements ZkPayloadConverter {

    private final SingletonSupplier<JsonMapper> mapper;

    /** Uses the application's mapper, or one with Jackson's defaults if it has none. */
    JsonPayloadConverter(BeanFactory beans) {
        this.mapper = SingletonSupplier.of(
                () -> beans.getBeanProvider(JsonMapper.class).getIfAvailable(JsonMapper::shared));
    }

    /** Looks the mapper up, so that a context without a single one fails now and not at the first change. */
    @Override
    public boolean supports(ResolvableType type) {
        mapper.obtain();
        return true;
    }

    /** No bytes are no document: nodes are often made empty before somebody fills them. */
    @Override
    public @Nullable Object convert(byte[] data, ResolvableType type) throws UnfitDataException {
        if (data.length == 0) {
            return null;
        }
        JsonMapper json = mapper.obtain();
        try {
            return json.readValue(data, json.constructType(type.getType()));
        } catch (JacksonException e) {
            throw new UnfitDataException(describe(e), e);
        }
    }

    private static String describe(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        String name = e.getClass().getName();
        return location == null
                ? name
                : "%s at line %d, column %d".formatted(name, location.getLineNr(), location.getColumnNr());
    }
}
