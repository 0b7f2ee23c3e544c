package dev.k2.gateway;

import dev.k2.audit.AuditLog;
import dev.k2.model.UserId;
import java.util.function.Predicate;

/**
 * What the gateway needs to write down what was done, and to show it.
 *
 * @param administrators who may see everybody's trail
 */
public record AuditParts(AuditLog log, Predicate<UserId> administrators) {}
