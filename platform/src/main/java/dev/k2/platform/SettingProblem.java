package dev.k2.platform;

/**
 * One setting that is wrong.
 *
 * @param key the setting's name
 * @param value what was found there
 * @param source the file, the environment variable or the command line
 * @param remedy what to write in its place
 */
public record SettingProblem(String key, String value, String source, String remedy) {
    String complaint() {
        return key + " is " + value + " (from " + source + ")";
    }
}
