/** The number of whoever gives, among those who owe something of a handoff. */
export const GIVER = 0;

/** A complete form, by whoever gives. */
export const FORM_OWED = { kind: 'handoffException', step: GIVER } as const;

/** Word to the client of what happens next, by whoever gives. */
export const TO_CLIENT = { kind: 'handoffClientTold', step: GIVER } as const;

/** A decision about what could not go its usual way: one at a time, whatever was missed. */
export const DECISION = { kind: 'handoffDecision', step: GIVER } as const;
