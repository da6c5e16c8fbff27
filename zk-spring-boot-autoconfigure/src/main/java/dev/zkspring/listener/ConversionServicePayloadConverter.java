package dev.zkspring.listener;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.support.DefaultConversionService;

/** Reads the data as UTF-8 text and converts that. */
final class ConversionServicePayloadConverter implements ZkPayloadConverter {

    private static final TypeDescriptor TEXT = TypeDescriptor.valueOf(String.class);

    private final ConversionService service;

    private final Predicate<TypeDescriptor> accepted;

    private ConversionServicePayloadConverter(ConversionService service, Predicate<TypeDescriptor> accepted) {
        this.service = service;
        this.accepted = accepted;
    }

    /** For every type that the service can make from text. */
    static ConversionServicePayloadConverter forAll(ConversionService service) {
        return new ConversionServicePayloadConverter(service, type -> true);
    }

    /**
     * For numbers, dates and the like, and for what somebody registered a converter for. Not for types that just happen
     * to have a constructor or factory method with one text argument, nor for collections split at commas: their data
     * is more likely JSON.
     */
    static ConversionServicePayloadConverter forSimpleAndRegistered(ConversionService service) {
        ConversionService plain = DefaultConversionService.getSharedInstance();
        return new ConversionServicePayloadConverter(
                service, type -> BeanUtils.isSimpleValueType(type.getType()) || !plain.canConvert(TEXT, type));
    }

    @Override
    public boolean supports(ResolvableType type) {
        TypeDescriptor target = descriptor(type);
        return accepted.test(target) && service.canConvert(TEXT, target);
    }

    @Override
    public @Nullable Object convert(byte[] data, ResolvableType type) {
        return service.convert(new String(data, StandardCharsets.UTF_8), TEXT, descriptor(type));
    }

    private static TypeDescriptor descriptor(ResolvableType type) {
        return new TypeDescriptor(type, null, null);
    }
}
