package dev.k2.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.255.255.255,true",
        "10.0.0.0/8,11.0.0.0,false",
        "10.0.0.0/8,::ffff:10.1.2.3,true",
        "::ffff:10.0.0.0/104,10.1.2.3,true",
        "10.0.0.0/8,::10.1.2.3,false",
        "192.168.1.7,192.168.1.7,true",
        "192.168.1.7,192.168.1.8,false",
        "192.168.1.7/31,192.168.1.6,true",
        "0.0.0.0/0,203.0.113.9,true",
        "0.0.0.0/0,2001:db8::1,false",
        "2001:db8::/32,2001:DB8:ffff::1,true",
        "2001:db8::/33,2001:db8:8000::1,false",
        "::1,0:0:0:0:0:0:0:1,true",
        "::1,0:0:0:0:0:0:0:1%lo,true",
        "fe80::/10,fe80::1%eth0,true",
        "10.0.0.0/8,not an address,false",
        "10.0.0.0/8,10.1,false"
    })
    void holdsTheAddressesOfItsLeadingBits(String range, String address, boolean has) {
        AddressRange parsed = AddressRange.parse(range).orElseThrow();

        assertThat(AddressRange.anyHas(List.of(parsed), address)).isEqualTo(has);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0",
                "256.0.0.1",
                "::1/129",
                "1::2::3",
                "10.0.0.0/8/8",
                "::ffff:10.0.0.0/95",
                "0x0a.0.0.1",
                ":",
                "10.0.0.0/08x"
            })
    void isNothingElse(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }
}
