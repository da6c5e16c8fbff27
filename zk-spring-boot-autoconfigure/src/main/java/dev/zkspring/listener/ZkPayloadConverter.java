package dev.zkspring.listener;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * Makes the payload parameter of a watch method from a node's data. Beans of this type, in their order, are asked
 * before the converters that are always there: bytes, UTF-8 text, what the {@code ConversionService} makes of text, and
 * JSON if Jackson is present.
 */
public interface ZkPayloadConverter {

    /** Whether it can make this type. Asked once per watch, at start-up. */
    boolean supports(ResolvableType type);

    /**
     * Converts; called by several threads.
     *
     * @param data never {@code null}, possibly empty; belongs to the converter
     * @throws Exception when the data does not fit; its message is not reported, because it may quote the data
     */
    @Nullable
    Object convert(byte[] data, ResolvableType type) throws Exception;
}
