/** The step of what the giver owes; receivers, questions and blockers have numbers from 1. */
export const GIVER = 0;

/** The giver's promise of a complete form. */
export const FORM_OWED = { kind: 'handoffException', step: GIVER } as const;

/** The giver's promise to tell the client what happens next. */
export const TO_CLIENT = { kind: 'handoffClientTold', step: GIVER } as const;

/** The promise of a decision. There is one at a time, whatever was missed. */
export const DECISION = { kind: 'handoffDecision', step: GIVER } as const;
