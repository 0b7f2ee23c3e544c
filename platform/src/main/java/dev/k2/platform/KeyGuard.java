package dev.k2.platform;

import java.util.List;
import java.util.Optional;

/**
 * What guards the key files. The first wrapping seals what is written; the others open what was sealed before, so that a file moves
 * from one to another when it is read. Without any, only the files' permissions guard them.
 */
public record KeyGuard(List<KeyWrapping> wrappings) {
    /** Nothing but the permissions of the files. */
    public static final KeyGuard PERMISSIONS = new KeyGuard(List.of());

    public KeyGuard {
        wrappings = List.copyOf(wrappings);
    }

    Optional<KeyWrapping> writes() {
        return wrappings.stream().findFirst();
    }

    Optional<KeyWrapping> find(String kind) {
        return wrappings.stream().filter(one -> one.kind().equals(kind)).findFirst();
    }
}
