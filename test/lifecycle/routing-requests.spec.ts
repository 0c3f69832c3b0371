import { describe, expect, it } from '@jest/globals';
import { factsOf, type LeadState } from '../../src/leads/lead.js';
import {
  requestByRules,
  requestDuringAbsence,
  requestFromQueue,
  requestMove,
  requestOfNewLead,
  requestPool,
} from '../../src/lifecycle/routing/routing-requests.js';
import type { AssignmentCause, Tenure } from '../../src/routing/assignments/assignment.js';
import { compileRules, matchRules } from '../../src/routing/rules/rules.js';
import { aDirectory } from '../leads/directory.builder.js';
import { aCase, aDocument, aTenure, NOW } from './lifecycle.builder.js';

const WEB = { name: 'Web', when: { field: 'source', op: 'eq', value: 'web' }, assign: { poolId: 'web' } };
const rules = compileRules([WEB]);
const directory = aDirectory({ rules });

/** Ann had the lead, then Bo until it was closed. */
const FORMER = [
  aTenure({ id: 'a', repId: 'ann', fromAt: 100, untilAt: 200 }),
  aTenure({ id: 'b', repId: 'bo', fromAt: 200, untilAt: 300 }),
];
const cameBack = (cause: AssignmentCause, tenures: Tenure[] = []) =>
  aCase({ cycle: 2, cycleStartedAt: NOW }, { tenures: [...FORMER, ...tenures.map((each) => ({ ...each, cause }))] });

describe('the routing request of a lead', () => {
  it('has the target of the rules, with the result of each rule', () => {
    expect(requestByRules(directory, aCase(), 'intake')).toMatchObject({
      leadId: 'lead',
      kind: 'route',
      target: { poolId: 'web' },
      rule: 'Web',
      rules: [{ name: 'Web', matched: true }],
    });
  });

  it('has no target if no rule matched', () => {
    const leadCase = aCase({}, { document: aDocument({ source: 'fair' }) });
    expect(requestByRules(directory, leadCase, 'intake')).toMatchObject({
      target: null,
      rule: null,
      rules: [{ name: 'Web', matched: false }],
    });
  });

  it('has the pool into which the lead is moved, whatever the rules say', () => {
    const request = requestPool(directory, aCase({ poolId: 'north', rule: 'North' }), 'south', 'manual');
    expect(request).toMatchObject({ kind: 'route', target: { poolId: 'south' }, rule: null });
  });

  it('has the target of the rules for a new lead', () => {
    const document = aDocument({ source: 'Web' });
    const match = matchRules(rules, factsOf(document));
    expect(requestOfNewLead('lead', match, document, undefined, aDirectory().content)).toEqual({
      isTest: false,
      leadId: 'lead',
      source: 'web',
      accountRole: null,
      asksCompany: false,
      kind: 'route',
      target: { poolId: 'web' },
      rule: 'Web',
      rules: [{ name: 'Web', matched: true }],
      earlierOwners: [],
    });
  });
});

describe('the routing request of a lead in the queue', () => {
  const waiting = (facts: Partial<LeadState>, poolChosen: boolean) =>
    aCase({ rule: 'Old', waiting: 'queue', ...facts }, { tenures: [aTenure({ poolId: 'north', poolChosen })] });

  it.each([
    ['whom the rules say now', waiting({ poolId: 'north' }, false), { target: { poolId: 'web' }, rule: 'Web' }],
    ['the pool that a person chose', waiting({ poolId: 'north' }, true), { target: { poolId: 'north' }, rule: 'Old' }],
    ['whom the rules say, without a pool to choose', waiting({}, true), { target: { poolId: 'web' }, rule: 'Web' }],
  ])('is for %s', (_, leadCase, request) => expect(requestFromQueue(directory, leadCase)).toMatchObject(request));

  it('is for another rep of the pool if the lead waits to move', () => {
    const leadCase = aCase({ ownerId: 'ann', poolId: 'north', rule: 'North', waiting: 'move' });
    expect(requestFromQueue(directory, leadCase)).toMatchObject({
      kind: 'move',
      target: { poolId: 'north' },
      rule: 'North',
    });
  });
});

describe('a move', () => {
  it('stays in the pool of the lead, and lists its earlier owners', () => {
    const leadCase = aCase({ ownerId: 'ann', poolId: 'north', rule: 'North' });
    expect(requestMove(directory, leadCase)).toMatchObject({
      kind: 'move',
      target: { poolId: 'north' },
      rule: 'North',
      earlierOwners: ['ann'],
    });
  });

  it('follows the rules if the lead came without a pool', () => {
    expect(requestMove(directory, aCase({ ownerId: 'ann' }))).toMatchObject({
      kind: 'move',
      target: { poolId: 'web' },
      rule: 'Web',
      earlierOwners: ['ann'],
    });
  });

  it('has no preferred rep', () => {
    const leadCase = cameBack('wake', [aTenure({ cycle: 2 })]);
    expect(requestFromQueue(directory, leadCase).preferredRepId).toBe('bo');
    expect(requestMove(directory, leadCase).preferredRepId).toBeUndefined();
  });
});

describe('a lead whose owner is away', () => {
  it.each([
    ['stays in its pool', 'north', { target: { poolId: 'north' }, rule: 'North' }],
    ['goes by the rules where it is in none', null, { target: { poolId: 'web' }, rule: 'Web' }],
  ])('%s', (_, poolId, request) => {
    const leadCase = aCase({ ownerId: 'ann', poolId, rule: 'North' });
    expect(requestDuringAbsence(directory, leadCase)).toMatchObject(request);
  });
});

describe('reps who have had a lead', () => {
  it('in its present cycle are avoided, and others are not', () => {
    const leadCase = cameBack('reopen', [aTenure({ cycle: 2, repId: 'cy' })]);
    expect(requestPool(directory, leadCase, 'north', 'manual')).toMatchObject({
      earlierOwners: ['cy'],
      excluded: [],
    });
  });

  it.each<[AssignmentCause, string | undefined, string[]]>([
    ['wake', 'bo', []],
    ['reopen', 'bo', []],
    ['recycle', undefined, ['ann', 'bo']],
    ['intake', undefined, []],
  ])(
    'in an earlier cycle are preferred or excluded by how the lead came back: %s',
    (cause, preferredRepId, excluded) => {
      expect(requestByRules(directory, cameBack(cause), cause)).toMatchObject({ preferredRepId, excluded });
      // This holds however long the lead has waited, and whoever asks then.
      const inQueue = cameBack(cause, [aTenure({ cycle: 2 })]);
      expect(requestByRules(directory, inQueue, 'queue')).toMatchObject({ preferredRepId, excluded });
    },
  );

  it('last are preferred until the lead has an owner again', () => {
    const owned = cameBack('wake', [aTenure({ cycle: 2, repId: 'cy' })]);
    expect(requestByRules(directory, owned, 'absence').preferredRepId).toBeUndefined();
  });

  it('at present may keep it, and the request says whether it is untouched', () => {
    const request = (facts: Partial<LeadState>) => requestPool(directory, aCase(facts), 'north', 'manual').currentOwner;
    expect(request({ ownerId: 'ann' })).toEqual({ repId: 'ann', untouched: true });
    expect(request({ ownerId: 'ann', workState: 'attempting' })).toEqual({ repId: 'ann', untouched: false });
    expect(request({ ownerId: 'ann', status: 'lost' })).toEqual({ repId: 'ann', untouched: false });
    expect(request({ ownerId: null })).toBeUndefined();
  });
});
