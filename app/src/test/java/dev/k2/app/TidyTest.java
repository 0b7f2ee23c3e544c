package dev.k2.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The house rules that concern files and not classes, checked over everything that git tracks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TidyTest {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern CLASS_NAME =
            Pattern.compile("`([A-Z][a-zA-Z0-9]*[a-z][a-zA-Z0-9]*)`");
    private static final Pattern TEST_NAME = Pattern.compile("`([A-Z]\\w*Test)\\.([a-z]\\w*)`");
    private static final Pattern TEST_CLASS = Pattern.compile("`([A-Z]\\w*Test)[`.]");
    private static final Pattern TEXT_FILE =
            Pattern.compile(
                    ".*\\.(java|xml|md|ts|tsx|mjs|js|css|html|json|yaml|yml|sql|sh|properties)");
    private static final int README_LINES_MAX = 120;
    private static final int ARCHITECTURE_LINES_MAX = 300;

    private final Path root = Path.of(System.getProperty("k2.root")).toAbsolutePath().normalize();
    private List<Path> tracked = List.of();

    @BeforeAll
    void listTrackedFiles() throws IOException, InterruptedException {
        Process git =
                new ProcessBuilder("git", "ls-files", "--cached", "--others", "--exclude-standard")
                        .directory(root.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String listing = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as("git ls-files in %s", root).isZero();
        tracked = listing.lines().map(root::resolve).filter(Files::isRegularFile).toList();
    }

    @Test
    void thereIsSomethingToCheck() {
        assertThat(tracked).hasSizeGreaterThan(100);
    }

    @Test
    void everyModuleHasAReadme() {
        assertThat(modules()).allSatisfy(m -> assertThat(m.resolve("README.md")).isNotEmptyFile());
    }

    @Test
    void everyPackageIsNullMarkedAndSaysWhatItIs() {
        Set<Path> packages =
                tracked.stream()
                        .filter(f -> name(f).contains("/src/main/java/"))
                        .map(Path::getParent)
                        .collect(Collectors.toSet());

        assertThat(packages)
                .allSatisfy(
                        p ->
                                assertThat(p.resolve("package-info.java"))
                                        .content()
                                        .contains("@NullMarked")
                                        .startsWith("/**"));
    }

    @Test
    void aModuleHasOnePackage() {
        assertThat(modules())
                .allSatisfy(
                        m ->
                                assertThat(
                                                tracked.stream()
                                                        .filter(
                                                                f ->
                                                                        f.startsWith(
                                                                                m.resolve(
                                                                                        "src/main/java")))
                                                        .map(Path::getParent)
                                                        .distinct())
                                        .hasSizeLessThanOrEqualTo(1));
    }

    @Test
    void theClassesThatTheArchitectureNamesExist() {
        Set<String> classes =
                tracked.stream()
                        .map(f -> f.getFileName().toString())
                        .filter(f -> f.endsWith(".java") || f.endsWith(".ts") || f.endsWith(".tsx"))
                        .map(f -> f.substring(0, f.lastIndexOf('.')))
                        .collect(Collectors.toSet());
        Matcher names = CLASS_NAME.matcher(read(root.resolve("ARCHITECTURE.md")));

        Set<String> missing = new TreeSet<>();
        while (names.find()) {
            if (!classes.contains(names.group(1))) {
                missing.add(names.group(1));
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void theTestsThatDocumentsNameExist() {
        List<String> missing = new ArrayList<>();
        for (Path document : ending(".md")) {
            Matcher names = TEST_NAME.matcher(read(document));
            while (names.find()) {
                String file = "/" + names.group(1) + ".java";
                String method = "void " + names.group(2) + "(";
                if (tracked.stream()
                        .noneMatch(f -> name(f).endsWith(file) && read(f).contains(method))) {
                    missing.add(name(document) + " -> " + names.group());
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void theTestClassesThatTheTableOfControlsNamesExist() {
        String table = read(root.resolve("docs/operating/security.md"));
        Matcher names = TEST_CLASS.matcher(table);
        Set<String> named = new TreeSet<>();
        while (names.find()) {
            named.add(names.group(1));
        }

        assertThat(named).hasSizeGreaterThan(20);
        assertThat(named)
                .allSatisfy(
                        test ->
                                assertThat(tracked)
                                        .anyMatch(f -> name(f).endsWith("/" + test + ".java")));
    }

    @Test
    void linksInDocumentsLeadSomewhere() {
        List<String> broken = new ArrayList<>();
        for (Path document : ending(".md")) {
            Matcher links = LINK.matcher(read(document));
            while (links.find()) {
                String target = links.group(1).replaceFirst("#.*", "");
                boolean local =
                        !target.isEmpty()
                                && !target.contains("://")
                                && !target.startsWith("mailto:");
                if (local && !Files.exists(document.resolveSibling(target))) {
                    broken.add(name(document) + " -> " + target);
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void theFirstPagesStayShort() {
        assertThat(read(root.resolve("README.md")).lines()).hasSizeLessThan(README_LINES_MAX);
        assertThat(read(root.resolve("ARCHITECTURE.md")).lines())
                .hasSizeLessThan(ARCHITECTURE_LINES_MAX);
    }

    @Test
    void noTestIsSwitchedOffOrSleeps() {
        Pattern forbidden = Pattern.compile("@" + "Disabled\\b|Thread\\." + "sleep\\(");

        assertThat(ending(".java").stream().filter(f -> name(f).contains("/src/test/")))
                .isNotEmpty()
                .noneSatisfy(f -> assertThat(read(f)).containsPattern(forbidden));
    }

    @Test
    void nothingIsLeftForLater() {
        Pattern forbidden = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

        assertThat(texts()).noneSatisfy(f -> assertThat(read(f)).containsPattern(forbidden));
    }

    @Test
    void textFilesAreClean() {
        assertThat(texts().filter(f -> !name(f).endsWith("package-lock.json")))
                .allSatisfy(
                        f ->
                                assertThat(read(f))
                                        .as(name(f))
                                        .doesNotContain("\r")
                                        .doesNotContainPattern("[ \\t]+\\n")
                                        .endsWith("\n"));
    }

    @Test
    void lockFilesNameNoRegistry() {
        assertThat(tracked.stream().filter(f -> name(f).endsWith("package-lock.json")))
                .allSatisfy(
                        f ->
                                assertThat(read(f))
                                        .as(name(f))
                                        .doesNotContain("\"resolved\": \"http"));
    }

    @Test
    void everyExchangeReadsItsPayloads() {
        List<Path> adapters =
                modules().stream()
                        .filter(m -> name(m).startsWith("exchanges/"))
                        .filter(
                                m ->
                                        !Set.of("api", "net", "examples")
                                                .contains(m.getFileName().toString()))
                        .toList();

        assertThat(adapters)
                .isNotEmpty()
                .allSatisfy(
                        m ->
                                assertThat(tracked)
                                        .anySatisfy(
                                                f -> {
                                                    assertThat(f.startsWith(m)).isTrue();
                                                    assertThat(name(f))
                                                            .endsWith("PayloadsTest.java");
                                                }));
    }

    private List<Path> modules() {
        return tracked.stream()
                .filter(f -> f.getFileName().toString().equals("pom.xml"))
                .map(Path::getParent)
                .filter(m -> !m.equals(root))
                .toList();
    }

    private List<Path> ending(String suffix) {
        return tracked.stream().filter(f -> name(f).endsWith(suffix)).toList();
    }

    private Stream<Path> texts() {
        return tracked.stream().filter(f -> TEXT_FILE.matcher(name(f)).matches());
    }

    private String name(Path file) {
        return root.relativize(file).toString();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
