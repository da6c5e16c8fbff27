package dev.zkspring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.converter.Converter;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

class PayloadConvertersTest {

    private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

    @Test
    void userConverterComesFirst() throws Exception {
        beans.registerSingleton("upper", new UpperCase());
        assertThat(convert("hello", String.class)).isEqualTo("HELLO");
    }

    @Test
    void enumComesFromItsName() throws Exception {
        assertThat(convert("MONDAY", DayOfWeek.class)).isEqualTo(DayOfWeek.MONDAY);
    }

    @Test
    void converterOfTheContextGoesBeforeJson() throws Exception {
        ApplicationConversionService service = new ApplicationConversionService();
        service.addConverter(new MoneyConverter());
        beans.setConversionService(service);
        assertThat(convert("3 EUR", Money.class)).isEqualTo(new Money(3, "EUR"));
    }

    @Test
    void mapperOfTheContextIsUsed() throws Exception {
        beans.registerSingleton(
                "mapper",
                JsonMapper.builder()
                        .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
                        .build());
        assertThat(convert("{amount:3, \"currency\":\"EUR\"}", Money.class)).isEqualTo(new Money(3, "EUR"));
    }

    @Test
    void withoutJacksonTheConversionServiceMakesWhatItCan() throws Exception {
        beans.setBeanClassLoader(new FilteredClassLoader(JsonMapper.class));
        assertThat(convert("hello", Name.class)).isEqualTo(new Name("hello"));
        assertThat(PayloadConverters.of(beans, List.of()).find(ResolvableType.forClass(Money.class)))
                .isEmpty();
    }

    @Test
    void failedJsonNamesThePlaceButNotTheData() {
        Exception error = catchThrowableOfType(Exception.class, () -> convert("{\"amount\":\"s3cret\"}", Money.class));
        assertThat(error)
                .hasMessageContainingAll("InvalidFormatException", "at line 1, column 11")
                .hasNoCause();
        assertThat(error.toString()).doesNotContain("s3cret");
    }

    private Object convert(String text, Class<?> type) throws Exception {
        ResolvableType target = ResolvableType.forClass(type);
        return PayloadConverters.of(beans, List.of())
                .find(target)
                .orElseThrow()
                .convert(text.getBytes(StandardCharsets.UTF_8), target);
    }

    public record Money(int amount, String currency) {}

    public record Name(String name) {}

    static final class MoneyConverter implements Converter<String, Money> {
        @Override
        public Money convert(String source) {
            List<String> words = List.of(source.split(" "));
            return new Money(Integer.parseInt(words.get(0)), words.get(1));
        }
    }

    static final class UpperCase implements ZkPayloadConverter {
        @Override
        public boolean supports(ResolvableType type) {
            return type.resolve() == String.class;
        }

        @Override
        public Object convert(byte[] data, ResolvableType type) {
            return new String(data, StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
        }
    }
}
