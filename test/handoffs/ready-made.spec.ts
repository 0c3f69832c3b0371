import { describe, expect, it } from '@jest/globals';
import { readForm } from '../../src/forms/form.js';
import { missingOf } from '../../src/handoffs/form/missing.js';
import { CHECKLIST_SHORT, readKind } from '../../src/handoffs/kinds/handoff-kind.js';
import { HandoffKindBody } from '../../src/handoffs/kinds/handoff-kind.schema.js';
import { faultsOfKind } from '../../src/handoffs/kinds/kind-faults.js';
import { BUSINESSES, READY_MADE } from '../../src/handoffs/kinds/ready-made.js';
import { readBody } from '../../src/platform/input/checked.js';

const REP = '00000000-0000-7000-8000-00000000a001';
const TEAM = '00000000-0000-7000-8000-00000000b001';
const people = {
  reps: new Map([[REP, { active: true }]]),
  teams: new Map([[TEAM, { name: 'Team', isStaffed: true }]]),
};
const NO_DEAL = { amount: null, currency: null, product: null, term: null };
const kinds = BUSINESSES.flatMap((business) => READY_MADE[business]);

/** Fills in the same person and team everywhere. */
const staffed = (kind: (typeof kinds)[number]): HandoffKindBody =>
  structuredClone({
    ...kind,
    receivers: kind.receivers.map((each) => ({ ...each, teamId: TEAM, ownerOfDoneRepId: REP })),
    escalation: { ...kind.escalation, deciderRepId: REP },
  });

describe('the ready-made kinds', () => {
  it.each(BUSINESSES)(
    'of an %s are for sale, delivery and renewal, for complaints, and for small deals',
    (business) => {
      expect(READY_MADE[business].map(({ start }) => start.on)).toEqual([
        'deal.won',
        'delivery.completed',
        'renewal.due',
        'manual',
        'deal.won',
      ]);
      expect(READY_MADE[business].at(-1)!.start.when).toEqual({ field: 'deal.amount', op: 'lt', value: 5_000 });
    },
  );

  it('have unique names', () => {
    expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length);
  });

  it.each(kinds.map((kind) => [kind.name, kind] as const))('%s needs nothing but people', (_, kind) => {
    const { body, faults } = readBody<HandoffKindBody>(HandoffKindBody, staffed(kind));
    expect(faults).toEqual([]);
    expect(body).toEqual(staffed(kind));
    expect(faultsOfKind(body, people)).toEqual([]);
    expect(body.receivers.every(({ checklist }) => checklist.length <= CHECKLIST_SHORT)).toBe(true);
    const seen = new Set(body.receivers.flatMap(({ sections = [] }) => sections));
    const names = readForm(body.form).fields.map(({ name }) => name);
    if (body.receivers.every(({ sections }) => sections !== undefined)) expect([...seen].sort()).toEqual(names.sort());
  });

  it.each(kinds.map((kind) => [kind.name, kind] as const))('%s asks in full sentences', (_, kind) => {
    const asked = missingOf(readKind(staffed(kind)), {}, NO_DEAL);
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter(({ text }) => !/^[A-Z].{8,}[?.]$/.test(text))).toEqual([]);
  });
});
