package dev.k2.accounts;

import dev.k2.model.LinkId;
import dev.k2.model.UserId;
import java.util.Optional;

/** Says whether a person has something under way that must end before they leave, or unlink. Blocks. */
@FunctionalInterface
public interface OpenAffairs {
    /** How many orders are open, or their outcome is not known yet; of one link where it is given. */
    int orders(UserId user, Optional<LinkId> link);
}
