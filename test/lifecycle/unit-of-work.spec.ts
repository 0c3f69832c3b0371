import { describe, expect, it } from '@jest/globals';
import { meet, reopen } from '../../src/clocks/clock.js';
import type { Pause } from '../../src/clocks/pause.js';
import { RepCase } from '../../src/lifecycle/subject.js';
import type { UnitOfWork } from '../../src/lifecycle/unit-of-work.js';
import { system } from '../../src/platform/values/actor.js';
import type { Assignment } from '../../src/routing/assignments/assignment.js';
import { ownersClock, policy } from '../sla/sla.builder.js';
import { ACTOR, aCase, aTenure, aWork, LEAD, NOW } from './lifecycle.builder.js';

describe('the instant of a unit of work is', () => {
  it.each([
    ['now', -1, NOW],
    ['now, also when the latest has just happened', 0, NOW],
    ['when the latest of its leads has happened, though that is ahead', 1, NOW + 1],
  ])('%s', (_, ahead, at) => {
    expect(aWork([aCase({ updatedAt: NOW - 5 }), aCase({ updatedAt: NOW + ahead })]).now).toBe(at);
  });

  it('now, if it concerns no lead, a rep or a new lead', () => {
    expect(aWork().now).toBe(NOW);
    expect(aWork([aCase({ updatedAt: NOW + 1 }, { before: null })]).now).toBe(NOW);
  });

  it('later once time has passed, and never earlier', () => {
    const work = aWork();
    work.advanceTo(NOW + 1);
    work.advanceTo(NOW - 1);
    expect(work.now).toBe(NOW + 1);
  });
});

describe('a recorded event', () => {
  it('is numbered for each subject, from its last known number', () => {
    const [lead, other, rep] = [
      aCase({ eventSeq: 7 }),
      aCase({ id: 'other' }),
      new RepCase('ann', { seq: 3, xid: '103' }),
    ];
    const work = aWork([lead, other]);
    work.record(lead, 'lead.updated', { fields: [] });
    work.record(other, 'lead.updated', { fields: [] });
    work.record(rep, 'rep.away', {});
    work.record(lead, 'lead.touched', {});
    expect(
      work.take().events.map(({ subjectType, subjectId, subjectSeq }) => [subjectType, subjectId, subjectSeq]),
    ).toEqual([
      ['lead', 'lead', 8],
      ['lead', 'other', 1],
      ['rep', 'ann', 4],
      ['lead', 'lead', 9],
    ]);
  });

  it('has the instant of the decision, and so has its lead', () => {
    const leadCase = aCase();
    const work = aWork([leadCase]);
    work.record(leadCase, 'lead.updated', { fields: [] });
    work.advanceTo(NOW + 1);
    work.record(leadCase, 'lead.touched', {});
    expect(work.take().events.map(({ at }) => at)).toEqual([NOW, NOW + 1]);
    expect(leadCase.lead.updatedAt).toBe(NOW + 1);
  });

  it('has the named actor, else that of its lead, else that of the unit of work', () => {
    const sender = { type: 'key', id: 'sender' } as const;
    const [sent, known] = [aCase({}, { actor: sender }), aCase()];
    const work = aWork([sent, known]);
    work.record(known, 'lead.updated', {});
    work.record(sent, 'lead.updated', {});
    work.record(sent, 'lead.updated', {}, system('sla'));
    expect(work.take().events.map(({ actor }) => actor)).toEqual([ACTOR, sender, system('sla')]);
  });
});

it('a notification without a recipient is not sent', () => {
  const work = aWork();
  work.notify(null, 'lead.queued', aCase(), {});
  work.notify('ann', 'lead.queued', aCase({ eventXid: '105' }), { leads: 2 });
  expect(work.take().notifications).toEqual([
    { repId: 'ann', type: 'lead.queued', ...LEAD, formerXid: '105', at: NOW, data: { leads: 2 } },
  ]);
});

describe('a clock', () => {
  const clock = ownersClock({ at: NOW, policy: policy() });

  it('that was read is saved once, in its final state', () => {
    const leadCase = aCase({}, { clocks: [clock] });
    const work = aWork([leadCase]);
    work.replaceClock(leadCase, { ...clock, progress: 1 });
    work.replaceClock(leadCase, { ...clock, progress: 2 });
    expect(leadCase.clocks).toEqual([{ ...clock, progress: 2 }]);
    expect(work.take()).toMatchObject({ newClocks: [], changedClocks: [{ progress: 2 }] });
  });

  it('that is new is saved as new, in its final state', () => {
    const leadCase = aCase();
    const work = aWork([leadCase]);
    work.addClock(leadCase, clock);
    work.replaceClock(leadCase, { ...clock, progress: 1 });
    expect(leadCase.clocks).toEqual([{ ...clock, progress: 1 }]);
    expect(work.take()).toMatchObject({ newClocks: [{ progress: 1 }], changedClocks: [] });
  });

  it('that has been saved counts as known from then on', () => {
    const leadCase = aCase();
    const work = aWork([leadCase]);
    work.addClock(leadCase, clock);
    work.take();
    work.replaceClock(leadCase, { ...clock, progress: 1 });
    expect(work.take()).toMatchObject({ newClocks: [], changedClocks: [{ progress: 1 }] });
  });
});

describe('an assignment', () => {
  const toBo = aTenure({ id: 'of bo', repId: 'bo' }) as Assignment;

  it('ends the assignment before it', () => {
    const leadCase = aCase({ ownerId: 'ann' });
    const work = aWork([leadCase]);
    work.assign(leadCase, toBo);
    expect(leadCase.assignment).toBe(toBo);
    expect(work.take()).toMatchObject({
      endedAssignments: [{ id: 'of ann', untilAt: NOW }],
      newAssignments: [{ id: 'of bo' }],
    });
  });

  it('ends only once', () => {
    const leadCase = aCase({ ownerId: 'ann' });
    const work = aWork([leadCase]);
    work.endAssignment(leadCase);
    work.endAssignment(leadCase);
    expect(leadCase.assignment).toBeNull();
    expect(work.take().endedAssignments).toMatchObject([{ id: 'of ann' }]);
  });

  it('ends no other if the lead had none', () => {
    const leadCase = aCase();
    const work = aWork([leadCase]);
    work.endAssignment(leadCase);
    work.assign(leadCase, toBo);
    expect(work.take()).toMatchObject({ endedAssignments: [], newAssignments: [{ id: 'of bo' }] });
  });

  it('records who chose its pool only if that has changed', () => {
    const leadCase = aCase({ ownerId: 'ann' });
    const work = aWork([leadCase]);
    work.choosePool(leadCase, false);
    expect(work.take().chosenPools).toEqual([]);
    work.choosePool(leadCase, true);
    work.choosePool(leadCase, true);
    expect(work.take().chosenPools).toMatchObject([{ id: 'of ann', ...LEAD, poolChosen: true }]);
    expect(leadCase.assignment?.poolChosen).toBe(true);
  });

  it('is needed for the choice of a pool', () => {
    const leadCase = aCase();
    const work = aWork([leadCase]);
    work.choosePool(leadCase, true);
    expect(work.take().chosenPools).toEqual([]);
  });
});

it('changes that were taken are not returned again', () => {
  const pause: Pause = {
    ...LEAD,
    id: 'pause',
    cycle: 1,
    kind: 'condition',
    fromAt: NOW,
    untilAt: null,
    madeBy: null,
    reason: null,
  };
  const running = ownersClock({ at: NOW, policy: policy() });
  const clocks = [running, meet({ ...running, id: 'met' }, NOW, NOW)];
  const leadCase = aCase({ ownerId: 'ann' }, { clocks, pauses: [pause] });
  const work = aWork([leadCase]);
  work.replaceClock(leadCase, reopen(leadCase.clocks[1]!));
  work.replacePause(leadCase, { ...pause, untilAt: NOW });
  work.addPause(leadCase, { ...pause, id: 'another' });
  work.record(leadCase, 'lead.updated', {});
  work.notify('ann', 'lead.queued', leadCase, {});
  work.restateClock(leadCase, { ...leadCase.clocks[0]!, target: 'PT9M' });
  work.strikeClock(leadCase, leadCase.clocks[0]!, null);
  work.addClock(leadCase, ownersClock({ at: NOW, policy: policy(), id: 'second' }));
  work.choosePool(leadCase, true);
  work.stay(leadCase, { snapshotId: null, trace: null });
  work.assign(leadCase, aTenure({ id: 'of bo' }) as Assignment);
  const lengths = () => Object.values(work.take()).map((gathered: readonly unknown[]) => gathered.length);
  expect(lengths()).toEqual(Array(13).fill(1));
  expect(lengths()).toEqual(Array(13).fill(0));
});

describe('a lead that was not opened for the unit of work', () => {
  const stranger = aCase({ id: 'stranger', ownerId: 'ann' });

  it.each<[string, (work: UnitOfWork) => void]>([
    ['has nothing recorded', (work) => work.record(stranger, 'lead.updated', {})],
    ['begins no clock', (work) => work.addClock(stranger, ownersClock({ at: NOW, policy: policy() }))],
    ['is not taken from anybody', (work) => work.endAssignment(stranger)],
  ])('%s, because its own row would not be saved', (_, act) => {
    const work = aWork([aCase()]);
    expect(() => act(work)).toThrow('The lead stranger has not been opened for this work');
    expect(Object.values(work.take()).flat()).toEqual([]);
  });
});

it('a clock of one lead cannot replace a clock of another', () => {
  const leadCase = aCase();
  const clock = ownersClock({ at: NOW, policy: policy() });
  expect(() => aWork([leadCase]).replaceClock(leadCase, clock)).toThrow('Clock clock does not belong to lead lead');
});
