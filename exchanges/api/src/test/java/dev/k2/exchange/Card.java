package dev.k2.exchange;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/** One numbered thing that every exchange must show. */
@Documented
@Test
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Card {
    /** The card's number, which never changes. */
    String value();

    /** What of the card is shown, where it is not all of it. */
    String part() default "";
}
