package dev.k2.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A row of the fault matrix: a test with a {@link Stage}, run at every exchange in {@link Wire#all}.
 * Its class keeps no state, since all exchanges share one instance.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(EveryExchange.class)
@ExtendWith(EveryExchange.class)
@interface Row {}
