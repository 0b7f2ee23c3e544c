package dev.k2.soak;

import java.time.Duration;
import java.util.List;

/** Sends troubles over the exchanges, as chance will, until it is told to stop. */
final class Weather {
    private static final Duration PAUSE = Duration.ofSeconds(14);

    /** Of how many troubles one comes with somebody who unlinks an account that is well. */
    private static final int UNLINKING = 40;

    private static final List<Trouble> ALL = List.of(Trouble.values());

    private final VirtualTime time;
    private final Town town;
    private final Chance chance;
    private final Diary diary;
    private final Owners owners;
    private boolean over;

    /** What people do about a key that their exchange took back. */
    interface Owners {
        /** They gave another key for the account. */
        void mended(Seat seat);

        /** They unlinked it, with whatever was open there. */
        void unlinked(Seat seat);
    }

    Weather(VirtualTime time, Town town, Chance chance, Diary diary, Owners owners) {
        this.time = time;
        this.town = town;
        this.chance = chance;
        this.diary = diary;
        this.owners = owners;
    }

    void begin() {
        time.later(chance.about(PAUSE), this::next);
    }

    private void next() {
        if (over) {
            return;
        }
        Trouble trouble = chance.of(ALL);
        boolean rare = trouble == Trouble.UNREACHABLE_LONG || trouble == Trouble.REVOKED;
        if (!rare || chance.isOneIn(4)) {
            strike(chance.of(town.venues()), trouble);
        }
        if (chance.isOneIn(UNLINKING)) {
            unlink(chance.of(town.seats()));
        }
        begin();
    }

    private void strike(Venue venue, Trouble trouble) {
        diary.note("trouble", venue.manners().id(), trouble);
        diary.count("trouble " + trouble);
        Duration length = trouble.length(chance);
        switch (trouble) {
            case CUTS -> cut(venue, Duration.ZERO);
            case DEAF -> cut(venue, length);
            case REVOKED -> revoke(venue, length);
            case UNREACHABLE, UNREACHABLE_LONG, MAINTENANCE, SWALLOWS -> {
                cut(venue, trouble == Trouble.SWALLOWS ? Duration.ofSeconds(15) : Duration.ZERO);
                hold(venue, trouble, length);
            }
            case FAILS, BANS, SKEWED, LAGS, DROPS, SHUFFLES, NO_PRICES, OLD_PRICES ->
                    hold(venue, trouble, length);
        }
    }

    private void hold(Venue venue, Trouble trouble, Duration length) {
        venue.troubles().add(trouble);
        time.later(length, () -> venue.troubles().remove(trouble));
    }

    private static void cut(Venue venue, Duration noticed) {
        for (Seat seat : venue.seats()) {
            List.copyOf(seat.streams()).forEach(stream -> stream.cut(noticed));
        }
    }

    private void revoke(Venue venue, Duration length) {
        Seat seat = chance.of(venue.seats());
        if (seat.isRevoked() || town.isUnlinked(seat.link().id())) {
            return;
        }
        seat.revoke();
        List.copyOf(seat.streams()).forEach(stream -> stream.cut(Duration.ZERO));
        boolean forGood = chance.isOneIn(3);
        time.later(
                length,
                () -> {
                    if (forGood) {
                        unlink(seat);
                    } else {
                        mend(seat);
                    }
                });
    }

    private void mend(Seat seat) {
        if (seat.isRevoked() && !town.isUnlinked(seat.link().id())) {
            diary.note("mended", seat.link().id());
            town.mend(seat);
            owners.mended(seat);
        }
    }

    private void unlink(Seat seat) {
        if (town.isUnlinked(seat.link().id())) {
            return;
        }
        diary.note("unlinked", seat.link().id());
        diary.count("accounts unlinked");
        town.unlink(seat);
        owners.unlinked(seat);
    }

    /** Everything is well from here on. */
    void clear() {
        over = true;
        for (Venue venue : town.venues()) {
            venue.heal();
        }
        town.seats().forEach(this::mend);
    }
}
