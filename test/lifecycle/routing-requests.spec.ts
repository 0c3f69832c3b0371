import { describe, expect, it } from '@jest/globals';
import { factsOf, type LeadState } from '../../src/leads/lead.js';
import {
  requestByRules,
  requestDuringAbsence,
  requestFromQueue,
  requestMove,
  requestOfNewLead,
  requestPool,
} from '../../src/lifecycle/routing-requests.js';
import type { AssignmentCause, Tenure } from '../../src/routing/assignment.js';
import { compileRules, matchRules } from '../../src/routing/rules.js';
import { Sources } from '../../src/routing/sources.js';
import { aDirectory } from '../leads/directory.builder.js';
import { aCase, aDocument, aTenure, NOW } from './lifecycle.builder.js';

const WEB = { name: 'Web', when: { field: 'source', op: 'eq', value: 'web' }, assign: { poolId: 'web' } };
const rules = compileRules([WEB]);
const directory = aDirectory({ rules });

/** Ann had it, then Bo, until it was closed. */
const FORMER = [
  aTenure({ id: 'a', repId: 'ann', fromAt: 100, untilAt: 200 }),
  aTenure({ id: 'b', repId: 'bo', fromAt: 200, untilAt: 300 }),
];
const cameBack = (cause: AssignmentCause, tenures: Tenure[] = []) =>
  aCase({ cycle: 2, cycleStartedAt: NOW }, { tenures: [...FORMER, ...tenures.map((each) => ({ ...each, cause }))] });

describe('whom a lead is for', () => {
  it('is what the rules say, each of which says how it came out', () => {
    expect(requestByRules(directory, aCase(), 'intake')).toMatchObject({
      leadId: 'lead',
      kind: 'route',
      target: { poolId: 'web' },
      rule: 'Web',
      rules: [{ name: 'Web', matched: true }],
    });
  });

  it('is nobody in particular where no rule matched', () => {
    const leadCase = aCase({}, { document: aDocument({ source: 'fair' }) });
    expect(requestByRules(directory, leadCase, 'intake')).toMatchObject({
      target: null,
      rule: null,
      rules: [{ name: 'Web', matched: false }],
    });
  });

  it('is the pool that it is put into, whatever the rules say', () => {
    const request = requestPool(directory, aCase({ poolId: 'north', rule: 'North' }), 'south', 'manual');
    expect(request).toMatchObject({ kind: 'route', target: { poolId: 'south' }, rule: null });
  });

  it('is what the rules say of a lead that nobody has had', () => {
    const document = aDocument({ source: 'Web' });
    const match = matchRules(rules, factsOf(document));
    expect(requestOfNewLead('lead', match, document, undefined, new Sources())).toEqual({
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

describe('who gets a lead out of the queue', () => {
  const waiting = (facts: Partial<LeadState>, poolChosen: boolean) =>
    aCase({ rule: 'Old', waiting: 'queue', ...facts }, { tenures: [aTenure({ poolId: 'north', poolChosen })] });

  it.each([
    ['whom the rules say now', waiting({ poolId: 'north' }, false), { target: { poolId: 'web' }, rule: 'Web' }],
    ['the pool that a person chose', waiting({ poolId: 'north' }, true), { target: { poolId: 'north' }, rule: 'Old' }],
    ['whom the rules say, without a pool to choose', waiting({}, true), { target: { poolId: 'web' }, rule: 'Web' }],
  ])('is %s', (_, leadCase, request) => expect(requestFromQueue(directory, leadCase)).toMatchObject(request));

  it('is somebody else of the pool of a lead that waits to move', () => {
    const leadCase = aCase({ ownerId: 'ann', poolId: 'north', rule: 'North', waiting: 'move' });
    expect(requestFromQueue(directory, leadCase)).toMatchObject({
      kind: 'move',
      target: { poolId: 'north' },
      rule: 'North',
    });
  });
});

describe('a move', () => {
  it('stays in the pool of the lead, and knows who has had it', () => {
    const leadCase = aCase({ ownerId: 'ann', poolId: 'north', rule: 'North' });
    expect(requestMove(directory, leadCase)).toMatchObject({
      kind: 'move',
      target: { poolId: 'north' },
      rule: 'North',
      earlierOwners: ['ann'],
    });
  });

  it('goes by the rules where the lead came past the pools', () => {
    expect(requestMove(directory, aCase({ ownerId: 'ann' }))).toMatchObject({
      kind: 'move',
      target: { poolId: 'web' },
      rule: 'Web',
      earlierOwners: ['ann'],
    });
  });

  it('prefers nobody', () => {
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

describe('those who have had a lead', () => {
  it('in its present cycle are avoided, and the others are not', () => {
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
  ])('before it came back are preferred or excluded by how it did: %s', (cause, preferredRepId, excluded) => {
    expect(requestByRules(directory, cameBack(cause), cause)).toMatchObject({ preferredRepId, excluded });
    // However long it has waited, and whoever asks then.
    const inQueue = cameBack(cause, [aTenure({ cycle: 2 })]);
    expect(requestByRules(directory, inQueue, 'queue')).toMatchObject({ preferredRepId, excluded });
  });

  it('last are preferred until somebody has it', () => {
    const owned = cameBack('wake', [aTenure({ cycle: 2, repId: 'cy' })]);
    expect(requestByRules(directory, owned, 'absence').preferredRepId).toBeUndefined();
  });

  it('now may keep it, and it tells whether it awaits its first touch', () => {
    const request = (facts: Partial<LeadState>) => requestPool(directory, aCase(facts), 'north', 'manual').currentOwner;
    expect(request({ ownerId: 'ann' })).toEqual({ repId: 'ann', untouched: true });
    expect(request({ ownerId: 'ann', workState: 'attempting' })).toEqual({ repId: 'ann', untouched: false });
    expect(request({ ownerId: 'ann', status: 'lost' })).toEqual({ repId: 'ann', untouched: false });
    expect(request({ ownerId: null })).toBeUndefined();
  });
});
