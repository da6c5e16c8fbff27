package dev.zkspring.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionService;
import org.springframework.util.ClassUtils;

/** All converters of a context, the most specific first. */
final class PayloadConverters {

    static final String JSON_MAPPER = "tools.jackson.databind.json.JsonMapper";

    private final List<ZkPayloadConverter> converters;

    private PayloadConverters(List<ZkPayloadConverter> converters) {
        this.converters = converters;
    }

    /** With these as the first. */
    static PayloadConverters of(ConfigurableListableBeanFactory beans, List<ZkPayloadConverter> first) {
        ConversionService own = beans.getConversionService();
        ConversionService service = own != null ? own : ApplicationConversionService.getSharedInstance();
        List<ZkPayloadConverter> converters = new ArrayList<>(first);
        beans.getBeanProvider(ZkPayloadConverter.class).orderedStream().forEach(converters::add);
        converters.addAll(List.of(BasicPayloadConverter.values()));
        converters.add(ConversionServicePayloadConverter.forSimpleAndRegistered(service));
        if (ClassUtils.isPresent(JSON_MAPPER, beans.getBeanClassLoader())) {
            converters.add(new JsonPayloadConverter(beans));
        }
        converters.add(ConversionServicePayloadConverter.forAll(service));
        return new PayloadConverters(converters);
    }

    /** The converter for a type, empty if nobody can make it. */
    Optional<ZkPayloadConverter> find(ResolvableType type) {
        return converters.stream().filter(converter -> converter.supports(type)).findFirst();
    }
}
