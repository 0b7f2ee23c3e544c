package dev.k2.platform;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a person set: a YAML file, environment variables ({@code K2_*}) and flags, the later before the earlier.
 *
 * <p>Readers ask for keys, each with its fallback and limits; a bad value is noted and the fallback handed out, so that
 * {@link #check()} can name every problem at once, unknown keys of the file among them. Key {@code sim.port-base} is
 * {@code K2_SIM_PORT_BASE} in the environment.
 */
public final class Settings {
    private static final int FILE_ORDINAL = 100;
    private static final int FLAGS_ORDINAL = 400;

    private final SmallRyeConfig config;
    private final Set<String> fileKeys;
    private final Set<String> flagKeys;
    private final String fileName;
    private final Set<String> known = new TreeSet<>();
    private final List<SettingProblem> problems = new ArrayList<>();

    private Settings(
            SmallRyeConfig config, Set<String> fileKeys, Set<String> flagKeys, String fileName) {
        this.config = config;
        this.fileKeys = fileKeys;
        this.flagKeys = flagKeys;
        this.fileName = fileName;
    }

    /**
     * Reads the three sources. A file that is named and cannot be read, or is no YAML, is a {@link StartFailure}.
     *
     * @param file the YAML file, when there is one
     * @param environment the process' environment
     * @param flags what the command line said, by key
     */
    public static Settings load(
            Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        var yaml = file.map(Settings::readYaml);
        var builder =
                new SmallRyeConfigBuilder()
                        .withSources(new EnvironmentSource(environment))
                        .withSources(
                                new PropertiesConfigSource(
                                        flags, "the command line", FLAGS_ORDINAL));
        yaml.ifPresent(source -> builder.withSources(source));
        return new Settings(
                builder.build(),
                yaml.map(source -> Set.copyOf(source.getPropertyNames())).orElse(Set.of()),
                Set.copyOf(flags.keySet()),
                file.map(Path::toString).orElse("no file"));
    }

    private static YamlConfigSource readYaml(Path file) {
        try {
            return new YamlConfigSource(file.toString(), Files.readString(file), FILE_ORDINAL);
        } catch (IOException unreadable) {
            throw new StartFailure(
                    "The settings file "
                            + file
                            + " cannot be read: "
                            + Causes.sentence(unreadable)
                            + ".",
                    "Check that it exists and that you may read it.",
                    unreadable);
        } catch (RuntimeException notYaml) {
            throw new StartFailure(
                    "The settings file " + file + " is not valid YAML.",
                    "Mend it near: " + Causes.oneLine(notYaml) + ".",
                    notYaml);
        }
    }

    /** The text at the key, or the fallback. */
    public String text(String key, String fallback) {
        return text(key).orElse(fallback);
    }

    /** The text at the key. A blank one counts as absent. */
    public Optional<String> text(String key) {
        return find(key).map(Found::value);
    }

    /** A text that must not be shown. */
    public Optional<Secret> secret(String key) {
        return text(key).map(Secret::of);
    }

    /** A whole number between two limits, both allowed. */
    public int number(String key, int fallback, int least, int most) {
        var remedy = "Give a whole number from " + least + " to " + most + ".";
        return read(
                key,
                fallback,
                remedy,
                text -> {
                    int value = Integer.parseInt(text);
                    if (value < least || value > most) {
                        throw new IllegalArgumentException("out of range");
                    }
                    return value;
                });
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String key, boolean fallback) {
        return read(
                key,
                fallback,
                "Give true or false.",
                text ->
                        switch (text.toLowerCase(Locale.ROOT)) {
                            case "true" -> true;
                            case "false" -> false;
                            default -> throw new IllegalArgumentException("neither");
                        });
    }

    /** A length of time above zero: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 2h} or ISO-8601. */
    public Duration duration(String key, Duration fallback) {
        return read(
                key,
                fallback,
                "Give a length of time such as 250ms, 30s or 5m.",
                Settings::parseDuration);
    }

    /** A path in the file system, made absolute. */
    public Path path(String key, Path fallback) {
        return path(key).orElse(fallback.toAbsolutePath().normalize());
    }

    /** A path in the file system, made absolute. */
    public Optional<Path> path(String key) {
        return find(key)
                .flatMap(
                        found -> {
                            try {
                                return Optional.of(
                                        Path.of(found.value()).toAbsolutePath().normalize());
                            } catch (InvalidPathException invalid) {
                                problems.add(found.problem("Give a path of this machine."));
                                return Optional.empty();
                            }
                        });
    }

    /** One of a few words, written in any case. */
    public <E extends Enum<E>> E choice(String key, E fallback) {
        var constants = fallback.getDeclaringClass().getEnumConstants();
        var words = Arrays.stream(constants).map(Settings::word).collect(Collectors.joining(", "));
        return read(
                key,
                fallback,
                "Give one of " + words + ".",
                text ->
                        Arrays.stream(constants)
                                .filter(
                                        constant ->
                                                word(constant)
                                                        .equals(text.toLowerCase(Locale.ROOT)))
                                .findFirst()
                                .orElseThrow(() -> new IllegalArgumentException("none of them")));
    }

    /** Notes a problem that only the reader can see, such as two settings that contradict each other. */
    public void reject(String key, String remedy) {
        problems.add(
                find(key)
                        .map(found -> found.problem(remedy))
                        .orElseGet(() -> new SettingProblem(key, "nothing", "no source", remedy)));
    }

    /**
     * Call when every reader has asked for its keys.
     *
     * @throws StartFailure naming every bad value and every unknown key, with its remedy
     */
    public void check() {
        var all = new ArrayList<>(problems);
        unknown(fileKeys, fileName, all);
        unknown(flagKeys, "the command line", all);
        if (!all.isEmpty()) {
            throw new StartFailure(
                    "The settings are wrong: "
                            + all.stream()
                                    .map(SettingProblem::complaint)
                                    .collect(Collectors.joining("; "))
                            + ".",
                    all.stream()
                            .map(SettingProblem::remedy)
                            .distinct()
                            .collect(Collectors.joining(" ")));
        }
    }

    /** What was found wrong so far, for tests and for {@code k2 doctor}. */
    public List<SettingProblem> problems() {
        return List.copyOf(problems);
    }

    private void unknown(Set<String> keys, String source, List<SettingProblem> into) {
        keys.stream()
                .filter(key -> !known.contains(key))
                .sorted()
                .forEach(
                        key ->
                                into.add(
                                        new SettingProblem(
                                                key,
                                                "an unknown key",
                                                source,
                                                "Remove "
                                                        + key
                                                        + "; known keys are "
                                                        + String.join(", ", known)
                                                        + ".")));
    }

    private <T> T read(String key, T fallback, String remedy, Function<String, T> parse) {
        return find(key)
                .map(
                        found -> {
                            try {
                                return parse.apply(found.value());
                            } catch (IllegalArgumentException | DateTimeParseException bad) {
                                problems.add(found.problem(remedy));
                                return fallback;
                            }
                        })
                .orElse(fallback);
    }

    private Optional<Found> find(String key) {
        known.add(key);
        var value = config.getConfigValue(key);
        if (value.getValue() == null || value.getValue().isBlank()) {
            return Optional.empty();
        }
        // SmallRye wraps the names of some sources: PropertiesConfigSource[source=the command
        // line].
        var source =
                String.valueOf(value.getConfigSourceName())
                        .replaceFirst("^\\w+\\[source=(.*)]$", "$1");
        return Optional.of(
                new Found(key, value.getValue().strip(), EnvironmentSource.describe(source, key)));
    }

    private static Duration parseDuration(String text) {
        var number = text.replaceFirst("[a-zA-Z]+$", "");
        var duration =
                switch (text.substring(number.length())) {
                    case "ms" -> Duration.ofMillis(Long.parseLong(number));
                    case "s" -> Duration.ofSeconds(Long.parseLong(number));
                    case "m" -> Duration.ofMinutes(Long.parseLong(number));
                    case "h" -> Duration.ofHours(Long.parseLong(number));
                    default -> Duration.parse(text);
                };
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("not above zero");
        }
        return duration;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private record Found(String key, String value, String source) {
        SettingProblem problem(String remedy) {
            return new SettingProblem(key, "\"" + value + "\"", source, remedy);
        }
    }
}
