package dev.zkspring.listener;

import java.nio.charset.StandardCharsets;
import org.springframework.core.ResolvableType;

/** The conversions that need no library. */
enum BasicPayloadConverter implements ZkPayloadConverter {
    BYTES(byte[].class) {
        @Override
        public Object convert(byte[] data, ResolvableType type) {
            return data;
        }
    },
    TEXT(String.class) {
        @Override
        public Object convert(byte[] data, ResolvableType type) {
            return new String(data, StandardCharsets.UTF_8);
        }
    };

    private final Class<?> target;

    BasicPayloadConverter(Class<?> target) {
        this.target = target;
    }

    @Override
    public boolean supports(ResolvableType type) {
        return type.resolve() == target;
    }
}
