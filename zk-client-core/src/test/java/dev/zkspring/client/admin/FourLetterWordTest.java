package dev.zkspring.client.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zkspring.client.data.ServerVersion;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FourLetterWordTest {

    private static final String ALL =
            "conf cons crst dump envi reqs ruok srst srvr stat wchs wchc wchp mntr isro dirs hash";

    private static ServerVersion version(String text) {
        int[] parts =
                Arrays.stream(text.split("\\.")).mapToInt(Integer::parseInt).toArray();
        return new ServerVersion(parts[0], parts[1], parts[2]);
    }

    @Test
    void areAllWordsOfTheProtocol() {
        assertThat(Arrays.stream(FourLetterWord.values()).map(Object::toString)).containsExactly(ALL.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "3.2.2, dump envi reqs ruok srst stat",
        "3.4.14, conf cons crst dump envi ruok srst srvr stat wchs wchc wchp mntr isro",
        "3.5.1, conf cons crst dump envi ruok srst srvr stat wchs wchc wchp mntr isro dirs",
        "3.9.5, conf cons crst dump envi ruok srst srvr stat wchs wchc wchp mntr isro dirs hash"
    })
    void areKnownToTheServersThatHaveThem(String server, String words) {
        assertThat(Arrays.stream(FourLetterWord.values())
                        .filter(word -> word.isKnownTo(version(server)))
                        .map(FourLetterWord::word)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "3.4.9, conf cons crst dump envi ruok srst srvr stat wchs wchc wchp mntr isro",
        "3.4.10, conf cons crst dump envi ruok srst srvr stat wchs mntr isro",
        "3.5.2, conf cons crst dump envi ruok srst srvr stat wchs wchc wchp mntr isro dirs",
        "3.5.3, srvr",
        "3.9.5, srvr"
    })
    void areAllowedByDefaultAsTheServersVersionSays(String server, String words) {
        assertThat(Arrays.stream(FourLetterWord.values())
                        .filter(word -> word.isAllowedByDefault(version(server)))
                        .map(FourLetterWord::word)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(words);
    }

    @Test
    void twoChangeTheServerAndFiveAreExpensive() {
        assertThat(FourLetterWord.values())
                .filteredOn(FourLetterWord::changesServer)
                .containsExactly(FourLetterWord.CRST, FourLetterWord.SRST);
        assertThat(FourLetterWord.values())
                .filteredOn(FourLetterWord::isExpensive)
                .containsExactly(
                        FourLetterWord.CONS,
                        FourLetterWord.DUMP,
                        FourLetterWord.STAT,
                        FourLetterWord.WCHC,
                        FourLetterWord.WCHP);
    }
}
