package dev.k2.signals;

import dev.k2.model.IdempotencyKey;
import dev.k2.model.Order;
import dev.k2.model.OrderId;
import dev.k2.platform.Metrics;
import dev.k2.platform.RandomToken;
import dev.k2.platform.SealedBox;
import dev.k2.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a message to its order: who may send, was it heard before, what does it say. Every message
 * that names a template is kept for its owner, with how it ended.
 */
final class SignalDesk {
    private static final Logger LOG = LoggerFactory.getLogger(SignalDesk.class);

    /** How long the same words without id or time are the same signal. */
    static final Duration SAME_WORDS = Duration.ofSeconds(60);

    private static final int KEY_CHARACTERS = 40;
    private static final int FORGET_EVERY = 256;

    private final TemplateStore templates;
    private final ReceivedStore received;
    private final RepeatStore repeats;
    private final SealedBox box;
    private final SignalOrders orders;
    private final InstantSource clock;
    private final Metrics metrics;
    private final SignalPace pace;

    SignalDesk(
            TemplateStore templates,
            ReceivedStore received,
            RepeatStore repeats,
            SealedBox box,
            SignalOrders orders,
            InstantSource clock,
            Metrics metrics) {
        this.templates = templates;
        this.received = received;
        this.repeats = repeats;
        this.box = box;
        this.orders = orders;
        this.clock = clock;
        this.metrics = metrics;
        this.pace = new SignalPace(clock);
    }

    /** How a signal ends: what its sender is told, and what its owner finds. */
    private record End(
            SignalReply reply,
            ReceivedOutcome outcome,
            Optional<OrderId> order,
            Optional<String> reason) {
        static End of(ReceivedOutcome outcome, SignalReply reply, Order order) {
            return new End(reply, outcome, Optional.of(order.id()), Optional.empty());
        }

        static End unauthorised(String reason) {
            return new End(
                    new SignalReply.Unauthorised(),
                    ReceivedOutcome.UNAUTHORISED,
                    Optional.empty(),
                    Optional.of(reason));
        }

        static End misread(String field, String expected) {
            return new End(
                    new SignalReply.Misread(new Unfit(field, expected)),
                    ReceivedOutcome.MISREAD,
                    Optional.empty(),
                    Optional.of(field + ": expected " + expected));
        }
    }

    /** A signal's name among those of its template, or why it is not let in. */
    private sealed interface Naming {
        record Named(IdempotencyKey key) implements Naming {}

        record Refused(String reason) implements Naming {}
    }

    SignalReply receive(Secret token, SignalHeaders headers, byte[] body) {
        byte[] hash = RandomToken.hash(token);
        if (!pace.allows(hash)) {
            count("too_fast");
            return new SignalReply.TooFast();
        }
        Optional<TemplateStore.Kept> found = templates.byToken(hash);
        if (found.isEmpty()) {
            count("unknown");
            return new SignalReply.Unauthorised();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        UUID template = found.get().template().id();
        long number = received.came(template, now);
        if (number % FORGET_EVERY == 0) {
            repeats.forget(now);
        }
        End end = judge(found.get(), headers, body, now);
        received.ended(number, end.outcome(), end.order(), end.reason());
        count(end.outcome().name().toLowerCase(Locale.ROOT));
        LOG.atInfo()
                .addKeyValue("template_id", template)
                .addKeyValue("outcome", end.outcome())
                .addKeyValue("order_id", end.order().map(OrderId::toString).orElse(""))
                .log("a signal came in");
        return end.reply();
    }

    private End judge(TemplateStore.Kept kept, SignalHeaders headers, byte[] body, Instant now) {
        SignalTemplate template = kept.template();
        if (!template.terms().enabled()) {
            return End.unauthorised("the template is switched off");
        }
        Optional<String> objection =
                template.auth() == SignalAuth.SIGNED
                        ? objection(kept, headers, body, now)
                        : Optional.empty();
        if (objection.isPresent()) {
            return End.unauthorised(objection.get());
        }
        Optional<SignalMessage> message = MessageReader.read(body, template.terms().fields());
        if (message.isEmpty()) {
            return End.misread("body", "a JSON object in UTF-8, no name in it twice");
        }
        return switch (name(template, headers, message.get(), body, now)) {
            case Naming.Refused(String reason) -> End.unauthorised(reason);
            case Naming.Named(IdempotencyKey key) ->
                    switch (Composition.of(template, message.get(), key)) {
                        case Composition.Misfit(Unfit unfit) ->
                                End.misread(unfit.field(), unfit.expected());
                        case Composition.Made(SignalOrder order) -> place(template, order);
                    };
        };
    }

    private Optional<String> objection(
            TemplateStore.Kept kept, SignalHeaders headers, byte[] body, Instant now) {
        Optional<Secret> secret =
                kept.secret().flatMap(value -> box.open(value, Signals.row(kept.template())));
        if (secret.isEmpty()) {
            LOG.atError()
                    .addKeyValue("template_id", kept.template().id())
                    .log("the sealed secret of a template does not open");
            return Optional.of("its secret cannot be read; rotate it");
        }
        Optional<String> wrong = Signature.objection(headers, body, secret.get(), now);
        secret.get().wipe();
        if (wrong.isPresent()) {
            return wrong;
        }
        byte[] nonce =
                Hashes.sha256Of(
                        bytes(headers.id().orElseThrow()),
                        bytes(headers.timestamp().orElseThrow()));
        return repeats.enter(kept.template().id(), nonce, now)
                ? Optional.empty()
                : Optional.of("the same request was let in before");
    }

    private Naming name(
            SignalTemplate template,
            SignalHeaders headers,
            SignalMessage message,
            byte[] body,
            Instant now) {
        byte[] bodyHash = Hashes.sha256(body);
        Optional<String> id = template.auth() == SignalAuth.SIGNED ? headers.id() : message.id();
        if (id.isPresent()) {
            byte[] idHash = Hashes.sha256(id.get());
            return repeats.bind(template.id(), idHash, bodyHash, now)
                    ? named(template, "id", idHash)
                    : new Naming.Refused("its id came with another body before");
        }
        if (message.timed()) {
            return named(template, "body", bodyHash);
        }
        Instant begun = repeats.begun(template.id(), bodyHash, now, SAME_WORDS);
        return named(template, "body at " + begun, bodyHash);
    }

    private static Naming named(SignalTemplate template, String kind, byte[] hash) {
        byte[] name = Hashes.sha256Of(bytes(template.id().toString()), bytes(kind), hash);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(name);
        return new Naming.Named(new IdempotencyKey("sig-" + text.substring(0, KEY_CHARACTERS)));
    }

    private End place(SignalTemplate template, SignalOrder order) {
        return switch (orders.place(template.user(), order)) {
            case SignalOrders.Placing.Placed(Order placed) ->
                    End.of(ReceivedOutcome.PLACED, new SignalReply.Placed(placed), placed);
            case SignalOrders.Placing.Known(Order known) ->
                    End.of(ReceivedOutcome.REPEATED, new SignalReply.Repeated(known), known);
            case SignalOrders.Placing.Refused refusal ->
                    new End(
                            new SignalReply.Refused(refusal),
                            ReceivedOutcome.REFUSED,
                            Optional.empty(),
                            Optional.of(refusal.code() + ": " + refusal.message()));
        };
    }

    private void count(String outcome) {
        metrics.count("k2_signals_received_total", "outcome", outcome);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
