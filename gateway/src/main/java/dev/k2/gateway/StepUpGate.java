package dev.k2.gateway;

import dev.k2.accounts.Accounts;

/** Lets through who confirmed, within the last five minutes, who they are. */
record StepUpGate(Accounts accounts) {
    /** The call, or 403. */
    Call before(Call call) {
        return asked ->
                isOpen(asked) ? call.answer(asked) : Reply.refused(Problem.stepUpRequired());
    }

    boolean isOpen(Asked asked) {
        return accounts.isSteppedUp(asked.caller().user(), asked.caller().session());
    }
}
