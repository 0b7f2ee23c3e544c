package dev.k2.app;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.k2.exchange.OrderEntry;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The walls that Maven cannot see: who reads the clock, who opens sockets, who writes SQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WallsTest {
    private static final String MONEY =
            ".*([Pp]rice|[Qq]uantity|[Aa]mount|[Bb]alance|[Ff]ee|[Nn]otional).*";

    private static final Set<String> SERVICES =
            Set.of(
                    "dev.k2.trading",
                    "dev.k2.accounts",
                    "dev.k2.marketdata",
                    "dev.k2.notifications",
                    "dev.k2.signals",
                    "dev.k2.watchlists",
                    "dev.k2.audit");

    /** The services that speak to exchanges; the others hear of them by the model alone. */
    private static final Set<String> KNOWING_EXCHANGES =
            Set.of("dev.k2.trading", "dev.k2.accounts", "dev.k2.marketdata");

    private JavaClasses k2;

    @BeforeAll
    void readAllClasses() {
        k2 =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.k2");
    }

    @Test
    void onlyThePlatformReadsTheClock() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.k2.platform")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(InstantSource.class, "system")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(OffsetDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .callConstructor(Date.class)
                .check(k2);
    }

    @Test
    void onlyTheHousesOfSocketsKnowVertxAndNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.k2.exchange.net", "dev.k2.gateway", "dev.k2.sim..", "dev.k2.app")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..", "java.net.http..")
                .check(k2);
    }

    @Test
    void sqlIsWrittenInStoresOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.k2.platform")
                .and()
                // What a store's file declares inside of it is the store's.
                .haveNameNotMatching("[^$]*Store([$].*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "org.postgresql..")
                .check(k2);
    }

    @Test
    void moneyIsNeverFloatingPoint() {
        noFields()
                .that()
                .haveNameMatching(MONEY)
                .should()
                .haveRawType(double.class)
                .orShould()
                .haveRawType(float.class)
                .orShould()
                .haveRawType(Double.class)
                .check(k2);
        noMethods()
                .that()
                .haveNameMatching(MONEY)
                .should()
                .haveRawReturnType(double.class)
                .orShould()
                .haveRawReturnType(float.class)
                .check(k2);
    }

    @Test
    void aSimulatedExchangeAndItsAdapterShareNothing() {
        noClasses()
                .that()
                .resideInAPackage("dev.k2.sim..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.k2.exchange..")
                .check(k2);
        noClasses()
                .that()
                .resideInAPackage("dev.k2.exchange..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.k2.sim..")
                .check(k2);
    }

    @Test
    void noServiceKnowsAnother() {
        for (String service : SERVICES) {
            Set<String> closed = new HashSet<>(SERVICES);
            closed.remove(service);
            closed.add("dev.k2.gateway");
            if (!KNOWING_EXCHANGES.contains(service)) {
                closed.add("dev.k2.exchange..");
            }
            noClasses()
                    .that()
                    .resideInAPackage(service)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(closed.toArray(new String[0]))
                    .check(k2);
        }
    }

    @Test
    void wireTypesStayInTheirModule() {
        classes().that().haveSimpleNameEndingWith("Wire").should().bePackagePrivate().check(k2);
    }

    @Test
    @DisplayName("knowm/XChange PR#3993: a decorator put retries on placing orders")
    void nothingAboutPlacingAnOrderCanBeRetried() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .haveSimpleNameStartingWith("NonIdempotent")
                .should()
                .haveNameMatching("(?i).*(retry|again|attempts).*")
                .check(k2);
    }

    @Test
    void onlyTheDealerSendsOrders() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.k2.trading..",
                        "dev.k2.gateway..",
                        "dev.k2.app..",
                        "dev.k2.accounts..",
                        "dev.k2.marketdata..",
                        "dev.k2.notifications..")
                .and()
                .doNotHaveFullyQualifiedName("dev.k2.trading.Dealer")
                .should()
                .callMethodWhere(
                        target(owner(assignableTo(OrderEntry.class)))
                                .and(target(nameMatching("place|placeEach|placeList|amend"))))
                .because("an order that passes no gate has no business at an exchange")
                .check(k2);
    }

    @Test
    void theModulesHaveNoCircle() {
        slices().matching("dev.k2.(*)..").should().beFreeOfCycles().check(k2);
    }

    @Test
    void chanceThatMattersIsSecure() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.k2.accounts",
                        "dev.k2.platform",
                        "dev.k2.trading",
                        "dev.k2.signals",
                        "dev.k2.watchlists")
                .should()
                .callConstructor(Random.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current")
                .check(k2);
    }
}
