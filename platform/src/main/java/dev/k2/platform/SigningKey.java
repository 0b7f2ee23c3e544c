package dev.k2.platform;

/**
 * A symmetric key that signs tokens.
 *
 * @param id names the key in what it signed
 * @param bits 256 random bits
 */
public record SigningKey(String id, Secret bits) {}
