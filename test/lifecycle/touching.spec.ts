import { describe, expect, it } from '@jest/globals';
import type { LeadClock } from '../../src/clocks/clock.js';
import type { UnjudgedTouch } from '../../src/leads/activity.store.js';
import type { LeadState } from '../../src/leads/lead.js';
import { takeTouch } from '../../src/lifecycle/touches/touching.js';
import type { Tenure } from '../../src/routing/assignments/assignment.js';
import type { SlaPolicy } from '../../src/sla/policy.js';
import { leadsClock, ownersClock, policy, touch } from '../sla/sla.builder.js';
import { aCase, aTenure, aWork, MINUTE, missed, NOW, said } from './lifecycle.builder.js';

const BY_ANYONE = policy();
const BY_OWNER = policy({ by: 'owner' });
/** When Ann got the lead, and the deadline of her promise of five minutes. */
const GIVEN = NOW - 10 * MINUTE;
const DUE = GIVEN + 5 * MINUTE;

const touched = (occurredAt: number, facts: Partial<UnjudgedTouch> = {}): UnjudgedTouch => ({
  id: 'touch',
  leadId: 'lead',
  cycle: 1,
  note: null,
  meetingAt: null,
  externalId: null,
  recordedAt: NOW,
  actorType: 'rep',
  actorId: 'ann',
  ...touch(occurredAt),
  ...facts,
});

interface Situation {
  readonly lead?: Partial<LeadState>;
  readonly clocks?: readonly LeadClock[];
  readonly tenures?: readonly Tenure[];
  readonly under?: SlaPolicy | null;
}

const anns = (under: SlaPolicy = BY_ANYONE) => ownersClock({ at: GIVEN, policy: under });
const ofAnn = aTenure({ id: 'of ann', repId: 'ann', fromAt: GIVEN });

/** The effect of a touch on a lead, which is Ann's by default. */
function taken(one: UnjudgedTouch, { lead, clocks = [], tenures = [ofAnn], under = BY_ANYONE }: Situation = {}) {
  const leadCase = aCase({ ownerId: 'ann', ...lead }, { clocks, tenures, policy: under });
  const work = aWork([leadCase]);
  takeTouch(work, leadCase, one, under);
  return { leadCase, lead: leadCase.lead, clocks: leadCase.clocks, events: said(work).events };
}

describe('a touch and the work state of its lead', () => {
  it('advances it, whether a policy counts the touch or not', () => {
    expect(taken(touched(NOW)).lead).toMatchObject({ workState: 'attempting', updatedAt: NOW });
    expect(taken(touched(NOW, { outcome: 'connected' }), { under: null }).lead.workState).toBe('connected');
  });

  it('does not change it if the touch is no progress', () => {
    const { leadCase, lead } = taken(touched(NOW), { lead: { workState: 'connected' } });
    expect(lead).toBe(leadCase.before);
  });

  it('does not change it if the lead is closed or in a new cycle', () => {
    const tenures = [{ ...ofAnn, untilAt: NOW }];
    const reported = touched(NOW - 1, { outcome: 'connected' });
    expect(taken(reported, { lead: { status: 'lost' }, tenures }).lead.workState).toBe('untouched');
    expect(taken(reported, { lead: { cycle: 2 }, tenures }).lead.workState).toBe('untouched');
  });

  it.each([
    ['before the lead was closed is judged', NOW - 1, 'met'],
    ['when the lead was closed does nothing', NOW, 'running'],
    ['after the lead was closed does nothing', NOW + 1, 'running'],
  ])('that happened %s', (_, at, state) => {
    const tenures = [{ ...ofAnn, untilAt: NOW }];
    const clocks = [{ ...anns(), startedAt: NOW - 1, dueAt: NOW + MINUTE }];
    expect(taken(touched(at), { tenures, clocks, lead: { cycle: 2 } }).clocks).toMatchObject([{ state }]);
  });
});

describe('a touch and the clocks of its lead', () => {
  it.each([
    ['before it is due keeps it', DUE - 1, 'met', ['sla.met']],
    ['when it is due keeps it', DUE, 'met', ['sla.met']],
    ['after it was due has missed it, seen by a sweep or not', DUE + 1, 'breached', ['sla.breached', 'sla.met']],
  ])('%s', (_, at, state, types) => {
    const { clocks, events } = taken(touched(at), { clocks: [anns()] });
    expect(clocks).toMatchObject([{ state, metAt: at, nextAt: null }]);
    expect(events).toMatchObject(types.map((type) => [type, { clockId: 'clock' }]));
  });

  it('records when the promise was kept, and whether that was late', () => {
    expect(taken(touched(DUE), { clocks: [anns()] }).events).toEqual([
      ['sla.met', expect.objectContaining({ metAt: '2026-03-02T09:55:00.000Z' })],
    ]);
    const late = ['sla.met', expect.objectContaining({ metAt: '2026-03-02T09:55:00.001Z', late: true })];
    expect(taken(touched(DUE + 1), { clocks: [anns()] }).events[1]).toEqual(late);
    expect(taken(touched(DUE + 1), { clocks: [missed(anns(), NOW)] }).events).toEqual([late]);
  });

  it('keeps the promise also if it was made before the lead had an owner', () => {
    expect(taken(touched(GIVEN - 1), { clocks: [anns()] }).clocks).toMatchObject([{ state: 'met', metAt: GIVEN - 1 }]);
  });

  it('corrects a miss if it was in time', () => {
    const { clocks, events } = taken(touched(DUE), { clocks: [missed(anns(), NOW + MINUTE)] });
    expect(clocks).toMatchObject([{ state: 'met', nextAt: null }]);
    expect(events).toMatchObject([
      ['sla.corrected', { metAt: '2026-03-02T09:55:00.000Z', breachedAt: '2026-03-02T09:55:00.000Z' }],
    ]);
  });

  it.each([
    ['does not count', touched(DUE, { automated: true }), BY_ANYONE],
    ['is another’s than the owner’s, where only theirs count,', touched(DUE, { repId: 'bo' }), BY_OWNER],
    ['belongs to a cycle that is not the clock’s', touched(DUE, { cycle: 2 }), BY_ANYONE],
  ])('leaves the clock alone if the touch %s', (_, one, under) => {
    const clock = anns(under);
    expect(taken(one, { clocks: [clock], under })).toMatchObject({ clocks: [clock], events: [] });
  });

  it('in the future is judged as if it happened now', () => {
    const clock = { ...anns(), dueAt: NOW };
    expect(taken(touched(NOW + MINUTE), { clocks: [clock] }).clocks).toMatchObject([{ state: 'met', metAt: NOW }]);
  });

  it('keeps the company’s promise and the owner’s at once', () => {
    const under = policy({ leadWithin: 'PT1H' });
    const clocks = [leadsClock({ at: GIVEN, policy: under }), anns(under)];
    const types = taken(touched(DUE), { clocks, under }).events.map((event) => (event as string[])[0]);
    expect(types).toEqual(['sla.met', 'sla.met']);
  });

  it.each([
    ['anybody’s', BY_ANYONE],
    ['its owner’s', BY_OWNER],
  ])('ends the chain of a miss once the next owner has touched the lead, if %s counts', (_, under) => {
    const late = missed(anns(under), NOW + MINUTE);
    const tenures = [{ ...ofAnn, untilAt: DUE }, aTenure({ id: 'of bo', repId: 'bo', fromAt: DUE })];
    const bos = { lead: { ownerId: 'bo' }, tenures, clocks: [late], under };
    const { clocks, events } = taken(touched(NOW, { repId: 'bo' }), bos);
    expect(clocks).toEqual([{ ...late, nextAt: null }]);
    expect(events).toEqual([]);
  });
});

describe('a touch by the former owner', () => {
  const tenures = [{ ...ofAnn, untilAt: DUE }, aTenure({ id: 'of bo', repId: 'bo', cause: 'breach', fromAt: DUE })];
  const bos = (dueAt: number) => ({
    ...ownersClock({ at: DUE, policy: BY_ANYONE, repId: 'bo', id: 'bo’s' }),
    dueAt,
    nextAt: dueAt,
  });
  const reported = (dueAt: number) =>
    taken(touched(DUE - 1), { lead: { ownerId: 'bo' }, clocks: [missed(anns(), null), bos(dueAt)], tenures });

  it.each([
    ['whose deadline is ahead owes nothing any more', NOW + 1, ['sla.cancelled', { reason: 'alreadyTouched' }]],
    ['whose deadline has come has missed it', NOW, ['sla.breached', {}]],
    ['whose deadline has passed has missed it', NOW - 1, ['sla.breached', {}]],
  ])('corrects their miss, and the next owner, %s', (_, dueAt, [type, facts]) => {
    const { events } = reported(dueAt);
    expect(events).toMatchObject([
      ['sla.corrected', { clockId: 'clock' }],
      [type, { clockId: 'bo’s', ...(facts as object) }],
    ]);
  });
});

describe('a lead that waits to move', () => {
  const waiting = { waiting: 'move', waitingSince: DUE } as const;
  const asked = (clock: LeadClock) => ({ ...missed(clock, null), progress: 1 });
  const late = (under: SlaPolicy) => [asked(anns(under))];
  it.each<[string, number, Partial<UnjudgedTouch>, SlaPolicy, 'move' | null]>([
    ['stays with its owner who touches it', NOW, {}, BY_OWNER, null],
    ['stays with its owner whom anybody helps, where that counts', NOW, { repId: 'bo' }, BY_ANYONE, null],
    ['goes on waiting when only the touch of its owner counts', NOW, { repId: 'bo' }, BY_OWNER, 'move'],
    ['goes on waiting when the touch does not count', NOW, { automated: true }, BY_ANYONE, 'move'],
    ['stays with an owner who is found not to have missed it', DUE, {}, BY_OWNER, null],
    ['stays with its owner who touched it when they got it', GIVEN, {}, BY_ANYONE, null],
  ])('%s', (_, at, facts, under, expected) => {
    const { lead } = taken(touched(at, facts), { lead: waiting, clocks: late(under), under });
    expect(lead).toMatchObject({ waiting: expected, waitingSince: expected === null ? null : DUE });
  });

  const ofBo = aTenure({ id: 'of bo', repId: 'bo', fromAt: DUE });
  const bos = (under: SlaPolicy, former: readonly LeadClock[] = []) => ({
    lead: { ...waiting, ownerId: 'bo', waitingSince: DUE + 2 },
    tenures: [{ ...ofAnn, untilAt: DUE }, ofBo],
    clocks: [...former, asked({ ...ownersClock({ at: DUE, policy: under, repId: 'bo', id: 'bo’s' }), dueAt: DUE + 2 })],
    under,
  });

  it.each([
    ['before they got it', DUE - 1, 'move'],
    ['when they got it', DUE, null],
    ['after they got it', DUE + 1, null],
  ])('goes on waiting unless it was touched since its present owner got it: %s', (_, at, expected) => {
    expect(taken(touched(at), bos(BY_ANYONE)).lead.waiting).toBe(expected);
  });

  it('stays with its owner if the former owner is found to have missed nothing', () => {
    expect(taken(touched(DUE - 1), bos(BY_OWNER, [missed(anns(BY_OWNER), null)])).lead.waiting).toBeNull();
  });

  it('goes on waiting in the queue, touched or not', () => {
    expect(taken(touched(NOW), { lead: { ownerId: null, waiting: 'queue' } }).lead.waiting).toBe('queue');
  });

  it('goes on waiting after a touch of an earlier cycle', () => {
    const { lead } = taken(touched(DUE), { lead: { ...waiting, cycle: 2 }, clocks: [anns()] });
    expect(lead.waiting).toBe('move');
  });
});
