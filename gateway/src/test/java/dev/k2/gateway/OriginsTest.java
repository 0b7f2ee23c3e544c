package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080,localhost:8080,true",
        "http://LOCALHOST:8080,localhost:8080,true",
        "https://k2.example,k2.example,true",
        "https://k2.example,k2.example:443,true",
        "http://k2.example,k2.example:80,true",
        "http://[::1]:8080,[::1]:8080,true",
        "http://localhost:8081,localhost:8080,false",
        "https://k2.example.evil,k2.example,false",
        "https://k2.example@evil,k2.example,false",
        "null,localhost:8080,false",
        "file://,localhost,false",
        "chrome-extension://abc,abc,false",
        "'',localhost,false",
        "http://a b,a b,false"
    })
    void ownPagesAreThoseOfTheSameHostAndPort(String origin, String host, boolean own) {
        assertThat(Origins.isOwn(origin, host)).isEqualTo(own);
    }
}
