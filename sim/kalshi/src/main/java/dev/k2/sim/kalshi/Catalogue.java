package dev.k2.sim.kalshi;

import dev.k2.sim.PriceWalk;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The events that exist at a time: a function of seed and time alone, so that a restart finds them again. Some close
 * every five minutes, others once a day, once a month, or in a year.
 */
final class Catalogue {
    static final String FIVE_MINUTES = "KXBTC5M";
    static final String DAILY = "KXBTCD";
    static final String WEATHER = "KXHIGHNY";
    static final String RATES = "KXFED";
    static final String ELECTION = "KXMAYORHV";

    private static final Duration SHORT = Duration.ofMinutes(5);
    private static final int SHORT_KEPT = 12;
    private static final int DAYS_KEPT = 2;
    private static final LocalTime AFTERNOON = LocalTime.of(22, 0);
    private static final LocalTime NIGHT = LocalTime.of(5, 0);
    private static final DateTimeFormatter DAY = format("yyMMMdd");
    private static final DateTimeFormatter MINUTE = format("yyMMMddHHmm");
    private static final DateTimeFormatter MONTH = format("yyMMM");

    private final PriceWalk bitcoin;
    private final PriceWalk warmth;
    private final long seed;
    private final Map<String, Series> series = new LinkedHashMap<>();
    private final Map<String, Function<String, EventSpec>> builders = new LinkedHashMap<>();

    Catalogue(long seed) {
        this.seed = seed;
        this.bitcoin = new PriceWalk(seed + 11, 95_000, 0.025);
        this.warmth = new PriceWalk(seed + 12, 54, 0.06);
        add(
                new Series(
                        FIVE_MINUTES,
                        "Bitcoin in five minutes",
                        "Crypto",
                        "custom",
                        List.of("BTC", "Hourly"),
                        "CF Benchmarks",
                        "https://www.cfbenchmarks.com/",
                        FeeType.QUADRATIC,
                        BigDecimal.ONE),
                this::fiveMinutes);
        add(
                new Series(
                        DAILY,
                        "Bitcoin price Above/below",
                        "Crypto",
                        "daily",
                        List.of("BTC"),
                        "CF Benchmarks",
                        "https://www.cfbenchmarks.com/",
                        FeeType.QUADRATIC,
                        BigDecimal.ONE),
                this::daily);
        add(
                new Series(
                        WEATHER,
                        "Highest temperature in NYC",
                        "Climate and Weather",
                        "daily",
                        List.of("Daily temperature"),
                        "National Weather Service",
                        "https://www.weather.gov/",
                        FeeType.QUADRATIC,
                        BigDecimal.ONE),
                this::weather);
        add(
                new Series(
                        RATES,
                        "Fed decision",
                        "Economics",
                        "custom",
                        List.of("Fed", "Interest rates"),
                        "Federal Reserve",
                        "https://www.federalreserve.gov/",
                        FeeType.QUADRATIC_WITH_MAKER_FEES,
                        BigDecimal.ONE),
                this::rates);
        add(
                new Series(
                        ELECTION,
                        "Mayor of Haven",
                        "Elections",
                        "annual",
                        List.of("Mayors"),
                        "Haven Board of Elections",
                        "https://example.com/elections",
                        FeeType.QUADRATIC_WITH_MAKER_FEES,
                        new BigDecimal("0.5")),
                this::election);
    }

    private void add(Series one, Function<String, EventSpec> builder) {
        series.put(one.ticker(), one);
        builders.put(one.ticker(), builder);
    }

    Map<String, Series> series() {
        return series;
    }

    /** The events that were, are or will soon be, oldest first in each series. */
    List<EventSpec> around(long nowMillis) {
        List<String> dated = new ArrayList<>();
        long slot = SHORT.toMillis();
        long current = nowMillis - Math.floorMod(nowMillis, slot) + slot;
        for (int i = -SHORT_KEPT; i <= 1; i++) {
            dated.add(FIVE_MINUTES + "-" + text(MINUTE, utc(current + i * slot)));
        }
        LocalDate today = utc(nowMillis).toLocalDate();
        for (int i = -DAYS_KEPT; i <= 1; i++) {
            dated.add(DAILY + "-" + text(DAY, today.plusDays(i)) + "17");
            dated.add(WEATHER + "-" + text(DAY, today.plusDays(i)));
        }
        LocalDate month = today.withDayOfMonth(1);
        for (int i = 0; i <= 1; i++) {
            dated.add(RATES + "-" + text(MONTH, month.plusMonths(i)));
        }
        dated.add(ELECTION + "-" + (today.getYear() % 100 + 1));
        return dated.stream().map(this::find).map(Catalogue::known).toList();
    }

    private static EventSpec known(@Nullable EventSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("the catalogue does not know its own tickers");
        }
        return spec;
    }

    /** The event behind a ticker of its own or of one of its markets, null when there never was one. */
    @Nullable EventSpec find(String ticker) {
        String[] parts = ticker.split("-", 3);
        Function<String, EventSpec> builder = builders.get(parts[0]);
        if (builder == null || parts.length < 2) {
            return null;
        }
        try {
            return builder.apply(parts[1]);
        } catch (DateTimeParseException | NumberFormatException e) {
            return null;
        }
    }

    private EventSpec fiveMinutes(String suffix) {
        long close = millis(LocalDateTime.parse(suffix, MINUTE));
        long open = close - SHORT.toMillis();
        String ticker = FIVE_MINUTES + "-" + suffix;
        BigDecimal strike = money(bitcoin.at(open));
        MarketSpec market =
                new MarketSpec(
                        ticker + "-T" + strike.toPlainString(),
                        "Bitcoin up in this five minutes?",
                        "$" + strike + " or above",
                        "Below $" + strike,
                        "If the price of Bitcoin at the close is at least "
                                + strike
                                + " dollars, then the market resolves to Yes.",
                        "greater_or_equal",
                        strike,
                        null);
        Chances.Measured chance =
                new Chances.Measured(
                        bitcoin,
                        bitcoin.at(open) * 0.025,
                        close,
                        2,
                        List.of(new Chances.Bounds(strike, null)));
        return spec(
                FIVE_MINUTES,
                ticker,
                "Bitcoin up or down in five minutes",
                "Closes " + Dollars.timeOfMillis(close),
                false,
                new Times(open, close, 5_000, 30),
                PriceGrid.CENTS,
                chance,
                List.of(market));
    }

    private EventSpec daily(String suffix) {
        LocalDate day = LocalDate.parse(suffix.substring(0, suffix.length() - 2), DAY);
        long close = millis(day.atTime(AFTERNOON));
        long open = millis(day.minusDays(1).atTime(AFTERNOON));
        String ticker = DAILY + "-" + suffix;
        BigDecimal middle =
                BigDecimal.valueOf(bitcoin.at(open) / 1000)
                        .setScale(0, RoundingMode.HALF_UP)
                        .movePointRight(3);
        List<MarketSpec> markets = new ArrayList<>();
        List<Chances.Bounds> bounds = new ArrayList<>();
        for (int i = -3; i <= 3; i++) {
            BigDecimal strike =
                    middle.add(BigDecimal.valueOf(i * 1000L)).subtract(new BigDecimal("0.01"));
            String above = "$" + strike.add(new BigDecimal("0.01")).toPlainString() + " or above";
            markets.add(
                    new MarketSpec(
                            ticker + "-T" + strike.toPlainString(),
                            "Bitcoin price on " + day + " at 5pm EST?",
                            above,
                            above,
                            "If the price of Bitcoin on "
                                    + day
                                    + " at 5 PM EST is above "
                                    + strike.toPlainString()
                                    + " dollars, then the market resolves to Yes.",
                            "greater",
                            strike,
                            null));
            bounds.add(new Chances.Bounds(strike.add(new BigDecimal("0.01")), null));
        }
        Chances.Measured chance =
                new Chances.Measured(bitcoin, bitcoin.at(open) * 0.025, close, 2, bounds);
        return spec(
                DAILY,
                ticker,
                "Bitcoin price on " + day + " at 5pm EST?",
                "On " + day + " at 5pm EST",
                false,
                new Times(open, close, 20_000, 120),
                PriceGrid.CENTS,
                chance,
                markets);
    }

    private EventSpec weather(String suffix) {
        LocalDate day = LocalDate.parse(suffix, DAY);
        long close = millis(day.plusDays(1).atTime(NIGHT));
        long open = millis(day.minusDays(1).atTime(15, 0));
        String ticker = WEATHER + "-" + suffix;
        long middle = Math.round(warmth.at(open));
        List<MarketSpec> markets = new ArrayList<>();
        List<Chances.Bounds> bounds = new ArrayList<>();
        for (int i = -3; i <= 2; i++) {
            boolean first = i == -3;
            boolean last = i == 2;
            long low = middle + 2L * i;
            String kind = first ? "less" : last ? "greater" : "between";
            String mark = first ? "-T" + (low + 2) : last ? "-T" + (low - 1) : "-B" + low + ".5";
            String label =
                    first
                            ? (low + 1) + "° or below"
                            : last ? low + "° or above" : low + "° to " + (low + 1) + "°";
            BigDecimal floor = first ? null : BigDecimal.valueOf(low);
            BigDecimal cap = last ? null : BigDecimal.valueOf(low + 2);
            markets.add(
                    new MarketSpec(
                            ticker + mark,
                            "Will the high temp in NYC be " + label + " on " + day + "?",
                            label,
                            label,
                            "If the highest temperature recorded in Central Park, New York for "
                                    + day
                                    + " is "
                                    + label
                                    + ", then the market resolves to Yes.",
                            kind,
                            last && floor != null ? floor.subtract(BigDecimal.ONE) : floor,
                            cap == null || first ? cap : cap.subtract(BigDecimal.ONE)));
            bounds.add(new Chances.Bounds(floor, cap));
        }
        return spec(
                WEATHER,
                ticker,
                "Highest temperature in NYC on " + day + "?",
                "On " + day,
                true,
                new Times(open, close, 60_000, 300),
                PriceGrid.CENTS,
                new Chances.Measured(warmth, 3, close, 0, bounds),
                markets);
    }

    private EventSpec rates(String suffix) {
        LocalDate month = LocalDate.parse(suffix + "01", DAY);
        long close = millis(month.withDayOfMonth(28).atTime(19, 0));
        long open = millis(month.minusMonths(3).atTime(15, 0));
        String ticker = RATES + "-" + suffix;
        List<String> names = List.of("Cut by 50bps", "Cut by 25bps", "Hold", "Hike");
        List<String> marks = List.of("-C50", "-C25", "-H0", "-H25");
        return race(
                RATES,
                ticker,
                "Fed decision in " + month.getMonth() + "?",
                new Times(open, close, 60_000, 600),
                PriceGrid.TAPERED,
                names,
                marks,
                List.of(4.0, 30.0, 62.0, 4.0));
    }

    private EventSpec election(String suffix) {
        int year = 2000 + Integer.parseInt(suffix);
        long close = millis(LocalDate.of(year, 11, 4).atTime(15, 0));
        long open = millis(LocalDate.of(year - 2, 12, 1).atTime(15, 0));
        return race(
                ELECTION,
                ELECTION + "-" + suffix,
                "Who will be elected mayor of Haven in " + year + "?",
                new Times(open, close, 3_600_000, 1800),
                PriceGrid.DECI_CENTS,
                List.of("Ada Moreno", "Bram Okafor", "Chiara Lund", "Somebody else"),
                List.of("-AMOR", "-BOKA", "-CLUN", "-OTHER"),
                List.of(46.0, 38.0, 13.0, 3.0));
    }

    private EventSpec race(
            String ofSeries,
            String ticker,
            String title,
            Times times,
            PriceGrid grid,
            List<String> names,
            List<String> marks,
            List<Double> strengths) {
        List<MarketSpec> markets = new ArrayList<>();
        List<PriceWalk> walks = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            walks.add(
                    new PriceWalk(
                            seed + (ticker + marks.get(i)).hashCode(), strengths.get(i), 0.02));
            markets.add(
                    new MarketSpec(
                            ticker + marks.get(i),
                            title,
                            names.get(i),
                            names.get(i),
                            "If the answer is "
                                    + names.get(i)
                                    + ", then the market resolves to Yes.",
                            "custom",
                            null,
                            null));
        }
        Chance chance = new Chances.Race(walks, names, times.closeMillis());
        return spec(ofSeries, ticker, title, title, true, times, grid, chance, markets);
    }

    private record Times(
            long openMillis,
            long closeMillis,
            long knownAfterMillis,
            long settlementTimerSeconds) {}

    private EventSpec spec(
            String ofSeries,
            String ticker,
            String title,
            String subTitle,
            boolean exclusive,
            Times times,
            PriceGrid grid,
            Chance chance,
            List<MarketSpec> markets) {
        Series of = series.get(ofSeries);
        if (of == null) {
            throw new IllegalStateException("there is no series " + ofSeries);
        }
        return new EventSpec(
                of,
                ticker,
                title,
                subTitle,
                exclusive,
                times.openMillis(),
                times.closeMillis(),
                times.knownAfterMillis(),
                times.settlementTimerSeconds(),
                false,
                grid,
                chance,
                markets);
    }

    private static String text(DateTimeFormatter format, TemporalAccessor at) {
        return format.format(at).toUpperCase(Locale.ROOT);
    }

    private static BigDecimal money(double price) {
        return BigDecimal.valueOf(price).setScale(2, RoundingMode.HALF_UP);
    }

    private static LocalDateTime utc(long millis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    private static long millis(LocalDateTime at) {
        return at.toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    /** Months in capitals, as Kalshi writes them, are read too. */
    private static DateTimeFormatter format(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH);
    }
}
