package dev.k2.app;

import dev.k2.accounts.ExchangeLink;
import dev.k2.accounts.Links;
import dev.k2.accounts.Unsealing;
import dev.k2.exchange.Account;
import dev.k2.exchange.Capabilities.Feature;
import dev.k2.exchange.Exchange;
import dev.k2.exchange.ExchangeError;
import dev.k2.model.ExchangeId;
import dev.k2.model.LinkId;
import dev.k2.model.LinkRefused;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links that accounts keep, in the words in which trading asks for them. Credentials are
 * unsealed here, handed to the exchange, and kept by nobody else.
 */
final class LinkedAccounts implements dev.k2.trading.Links, dev.k2.trading.Accounts {
    private static final Logger LOG = LoggerFactory.getLogger(LinkedAccounts.class);

    private final Links links;
    private final Map<ExchangeId, Exchange> exchanges;
    private final Consumer<LinkRefused> onRefused;
    private final InstantSource clock;

    LinkedAccounts(
            Links links,
            Map<ExchangeId, Exchange> exchanges,
            Consumer<LinkRefused> onRefused,
            InstantSource clock) {
        this.links = links;
        this.exchanges = Map.copyOf(exchanges);
        this.onRefused = onRefused;
        this.clock = clock;
    }

    @Override
    public List<Link> active() {
        return links.allActive().stream()
                .map(
                        link ->
                                new Link(
                                        link.id(),
                                        link.user(),
                                        link.exchange(),
                                        link.generation(),
                                        since(link),
                                        link.mayTrade()))
                .toList();
    }

    /** When its credentials were given; tokens that are renewed by themselves are still its first. */
    private static Instant since(ExchangeLink link) {
        return link.generation() == 1 ? link.createdAt() : link.updatedAt();
    }

    @Override
    public Set<LinkId> gone(Collection<LinkId> asked) {
        return links.gone(asked);
    }

    @Override
    public long changes() {
        return links.changes();
    }

    @Override
    public boolean refused(Link link, ExchangeError cause) {
        boolean expired = links.expire(link.user(), link.id(), link.generation());
        LOG.atWarn()
                .addKeyValue("link_id", link.id())
                .addKeyValue("exchange", cause.exchange())
                .addKeyValue("category", cause.category())
                .addKeyValue("outdated", !expired)
                .log("an exchange refused the credentials of a link");
        if (expired) {
            onRefused.accept(
                    new LinkRefused(
                            link.user(),
                            link.id(),
                            link.exchange(),
                            cause.message(),
                            clock.instant()));
        }
        return expired;
    }

    @Override
    public Optional<Account> open(LinkId id) {
        return find(id).flatMap(this::open);
    }

    @Override
    public boolean hasDeadManSwitch(ExchangeId id) {
        Exchange exchange = exchanges.get(id);
        return exchange != null && exchange.capabilities().has(Feature.DEAD_MAN_SWITCH);
    }

    private Optional<ExchangeLink> find(LinkId id) {
        return links.allActive().stream().filter(link -> link.id().equals(id)).findFirst();
    }

    private Optional<Account> open(ExchangeLink link) {
        Exchange exchange = exchanges.get(link.exchange());
        if (exchange == null) {
            return Optional.empty();
        }
        return switch (links.unseal(link.user(), link.id())) {
            case Unsealing.Opened opened ->
                    Optional.of(exchange.account(ShownKeys.inExchangesWords(opened.credentials())));
            case Unsealing.Token token -> {
                LOG.atWarn()
                        .addKeyValue("link_id", link.id())
                        .addKeyValue("exchange", link.exchange())
                        .log("no adapter acts by a token yet; the account is not opened");
                token.access().wipe();
                yield Optional.empty();
            }
            case Unsealing.Missing missing -> Optional.empty();
            case Unsealing.Unusable unusable -> Optional.empty();
            case Unsealing.Broken broken -> {
                LOG.atError()
                        .addKeyValue("link_id", link.id())
                        .log("sealed credentials do not open");
                yield Optional.empty();
            }
        };
    }
}
