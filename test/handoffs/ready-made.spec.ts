import { describe, expect, it } from '@jest/globals';
import { billedIn, differenceIn } from '../../src/forms/billing.js';
import { readForm } from '../../src/forms/form.js';
import { sectionsHold } from '../../src/forms/view.js';
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

/** What is missing in an empty form. */
const askedBy = (kind: (typeof kinds)[number]) => missingOf(readKind(staffed(kind)), {}, NO_DEAL);

describe('the ready-made kinds', () => {
  it.each(BUSINESSES.filter((business) => business !== 'software'))(
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

  it('of the lighter set for software are for any win, the go-live and the renewal, and ask for less', () => {
    expect(READY_MADE.software.map(({ start }) => start)).toEqual([
      { on: 'deal.won' },
      { on: 'delivery.completed' },
      { on: 'renewal.due', daysBefore: 60 },
    ]);
    expect(READY_MADE.software.map(({ receivers }) => receivers.map(({ name }) => name))).toEqual([
      ['Onboarding', 'Finance'],
      ['Customer success', 'Finance'],
      ['Sales'],
    ]);
    READY_MADE.software.forEach((kind, place) => {
      const [light, whole] = [kind, READY_MADE.saas[place]!].map((each) => askedBy(each).length);
      expect(light!).toBeLessThan(whole!);
    });
  });

  it.each(BUSINESSES)('of an %s compare what was delivered with what was sold, for finance', (business) => {
    const atDelivery = READY_MADE[business].find(({ start }) => start.on === 'delivery.completed')!;
    const form = readForm(atDelivery.form);
    const lines = [{ what: 'Seats', kind: 'fixed', amount: '10.00' }];
    const billed = billedIn(form, { billing: { lines, difference: 'Two seats more' } });
    expect(billed).toEqual({ pointer: '/billing/lines', lines, isExplained: true });
    expect(differenceIn(form, { billing: { difference: 'Two seats more' } })).toBe('Two seats more');
    const finance = atDelivery.receivers.find(({ name }) => name === 'Finance')!;
    expect(sectionsHold(finance.sections, billed!.pointer)).toBe(true);
  });

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
    const asked = askedBy(kind);
    expect(asked.length).toBeGreaterThan(READY_MADE.software.includes(kind) ? 2 : 5);
    expect(asked.filter(({ text }) => !/^[A-Z].{8,}[?.]$/.test(text))).toEqual([]);
  });
});
