import { describe, expect, it } from '@jest/globals';
import type { Scope } from '../../src/auth/scope.js';
import { isSeen, type SeenLead, sightOf, workSightOf } from '../../src/leads/visibility.js';
import { aDirectory } from './directory.builder.js';

/** Max manages Mia, who manages Ann; Bo has no manager. Mia owns the queue. */
const DIRECTORY = aDirectory({
  reps: [
    { id: 'max', name: 'Max' },
    { id: 'mia', name: 'Mia', managerId: 'max' },
    { id: 'ann', name: 'Ann', managerId: 'mia' },
    { id: 'bo', name: 'Bo' },
    { id: 'gone', name: 'Gone', active: false },
  ],
  queueOwnerId: 'mia',
  queues: [
    { id: 'review', name: 'review', ownerRepId: 'bo' },
    { id: 'orphaned', name: 'orphaned', ownerRepId: 'gone' },
  ],
});

const NOT_GIVEN = { offer: null, giverIds: null };
const caller = (scope: Scope, repId: string | null = null) => ({ keyId: `key`, name: 'key', scopes: [scope], repId });
const owned = (ownerId: string): SeenLead => ({
  ...NOT_GIVEN,
  ownerId,
  waiting: null,
  poolId: 'sales',
  queueId: null,
  createdBy: 'other',
});
const LEADS: Readonly<Record<string, SeenLead>> = {
  ann: owned('ann'),
  bo: owned('bo'),
  max: owned('max'),
  queued: { ...NOT_GIVEN, ownerId: null, waiting: 'queue', poolId: null, queueId: null, createdBy: 'other' },
  review: { ...NOT_GIVEN, ownerId: null, waiting: 'queue', poolId: null, queueId: 'review', createdBy: 'other' },
  orphaned: { ...NOT_GIVEN, ownerId: null, waiting: 'queue', poolId: null, queueId: 'orphaned', createdBy: 'other' },
  unowned: { ...NOT_GIVEN, ownerId: null, waiting: null, poolId: null, queueId: null, createdBy: 'other' },
  moving: { ...NOT_GIVEN, ownerId: 'bo', waiting: 'move', poolId: null, queueId: null, createdBy: 'other' },
  sent: { ...NOT_GIVEN, ownerId: 'bo', waiting: null, poolId: 'sales', queueId: null, createdBy: 'key' },
  given: {
    ...NOT_GIVEN,
    giverIds: ['mia', 'ann'],
    ownerId: 'bo',
    waiting: null,
    poolId: 'sales',
    queueId: null,
    createdBy: 'other',
  },
};
const seenBy = (sight: ReturnType<typeof sightOf>) => Object.keys(LEADS).filter((name) => isSeen(sight, LEADS[name]!));

describe('a key sees', () => {
  it.each([
    ['all, as admin', caller('admin'), Object.keys(LEADS)],
    ['all, to read', caller('read'), Object.keys(LEADS)],
    ['all, as an integration', caller('integration'), Object.keys(LEADS)],
    ['what it sent itself, for intake', caller('intake'), ['sent']],
    ['what its rep owns, or has handed over', caller('rep', 'ann'), ['ann', 'given']],
    ['of a rep’s manager no more than a rep’s, without that scope', caller('rep', 'max'), ['max']],
    [
      'what the reps under its manager own, all the way, and the queue of one of them',
      caller('manager', 'max'),
      ['ann', 'max', 'queued', 'orphaned', 'unowned', 'given'],
    ],
    [
      'what waits in the queue its rep owns, and where nobody active does, and what was closed as it came in',
      caller('rep', 'mia'),
      ['queued', 'orphaned', 'unowned', 'given'],
    ],
    ['what waits in the named queue its rep owns', caller('rep', 'bo'), ['bo', 'review', 'moving', 'sent', 'given']],
    ['nothing, for feedback', caller('feedback'), []],
  ])('%s', (_, who, expected) => {
    expect(seenBy(sightOf(who, DIRECTORY))).toEqual(expected);
  });

  it('no waiting lead if the queue has no owner', () => {
    expect(seenBy(sightOf(caller('rep', 'mia'), aDirectory()))).toEqual(['given']);
  });
});

describe('a key can change', () => {
  it('no lead by the scope to read', () => expect(seenBy(workSightOf(caller('read'), DIRECTORY))).toEqual([]));
  it('no lead that its rep has handed over', () =>
    expect(seenBy(workSightOf(caller('rep', 'mia'), DIRECTORY))).toEqual(['queued', 'orphaned', 'unowned']));
  it('the leads that it sees by its other scopes', () =>
    expect(seenBy(workSightOf({ ...caller('rep', 'ann'), scopes: ['rep', 'read'] }, DIRECTORY))).toEqual(['ann']));
});
