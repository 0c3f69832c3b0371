import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  afterAsking,
  firstStepOf,
  newRecord,
  type RecordOutcome,
  type RecordRow,
  type Safety,
} from '../../src/records/record.js';
import {
  asUndone,
  decideUpdate,
  type FieldStates,
  onceSent,
  onceTaken,
  whileSent,
} from '../../src/records/updates/update-decision.js';
import { HOUR } from '../support/instants.js';
import { runs } from '../support/runs.js';

const IDEMPOTENCY = { in: 'header', name: 'Idempotency-Key', keptFor: 'PT24H' } as const;
const FIND = { url: 'https://tool.example/{{ record.key }}', idOf: '/id' };

/**
 * The fates of a request: whether it and its answer arrive, or whether the node dies before or after it, or stops for a
 * while before it.
 */
const FATES = ['answered', 'unheard', 'busy', 'lost', 'diesBefore', 'diesAfter', 'stopsBefore'] as const;
type Fate = (typeof FATES)[number];

/** A tool that stores keys for a day if it supports them, and finds records that are at least a minute old. */
class Tool {
  readonly madeAt: number[] = [];
  constructor(private readonly keeps: boolean) {}

  make(now: number): void {
    const first = this.madeAt[0];
    if (this.keeps && first !== undefined && now - first < 24 * HOUR) return;
    this.madeAt.push(now);
  }

  finds(now: number): boolean {
    return this.madeAt.some((at) => now - at >= 60_000);
  }
}

/** Runs one attempt as the maker does. @returns an outcome of null if the node dies before it can report one */
function attempt(
  record: RecordRow,
  safety: Safety,
  tool: Tool,
  fate: Fate,
  now: number,
): { record: RecordRow; outcome: RecordOutcome | null } {
  const later = (askedAt: number | null): RecordOutcome => ({ is: 'later', why: 'later', askedAt, askedForMs: 0 });
  if (fate === 'diesBefore') return { record, outcome: null };
  let { askedAt } = record;
  const step = firstStepOf(record, safety, now);
  if (step === 'giveUp') return { record, outcome: { is: 'refused', why: 'may be there', askedAt } };
  if (step === 'wait') return { record, outcome: later(askedAt) };
  if (step === 'find') {
    if (fate === 'unheard' || fate === 'busy') return { record, outcome: later(askedAt) };
    if (tool.finds(now)) return { record, outcome: { is: 'made', ref: '1', url: null, fields: null } };
    askedAt = null;
  }
  const marked = { ...record, askedAt: askedAt ?? now };
  if (fate === 'busy') return { record: marked, outcome: later(askedAt) };
  if (fate !== 'unheard') tool.make(now);
  // After a stop, another node has taken the record by the time of the answer.
  if (fate === 'diesAfter' || fate === 'stopsBefore') return { record: marked, outcome: null };
  if (fate === 'answered') return { record: marked, outcome: { is: 'made', ref: '1', url: null, fields: null } };
  return { record: marked, outcome: later(marked.askedAt) };
}

function play(safety: Safety, keeps: boolean, fates: readonly Fate[]) {
  const tool = new Tool(keeps);
  let record = newRecord({ id: 'k', handoffId: 'h', place: 1, connectorId: 'c' }, 0);
  const left = [...fates];
  for (let turns = 0; record.dueAt !== null && turns < 200; turns++) {
    const now = record.dueAt;
    // The claim lasts two minutes; after that another node may take the record over.
    record = { ...record, attempts: record.attempts + 1, dueAt: now + 120_000 };
    const fate = left.shift() ?? 'answered';
    const triedAt = fate === 'stopsBefore' ? now + 110_000 : now;
    const tried = attempt(record, safety, tool, fate, triedAt);
    record = tried.outcome === null ? tried.record : afterAsking(tried.record, tried.outcome, triedAt, 0.5);
  }
  return { record, made: tool.madeAt.length };
}

const fates = fc.array(fc.constantFrom(...FATES), { maxLength: 60 });

describe('a record', () => {
  it.each([
    ['knows keys', { idempotency: IDEMPOTENCY }, true],
    ['can be searched', { find: FIND }, false],
    ['knows keys, and can be searched', { idempotency: IDEMPOTENCY, find: FIND }, true],
  ])('exists once in a tool that %s, whatever is lost on the way', (_what, safety, keeps) => {
    fc.assert(
      fc.property(fates, (given) => {
        const { record, made } = play(safety, keeps, given);
        expect(made).toBeLessThanOrEqual(1);
        expect(record.dueAt).toBeNull();
        if (record.state === 'made') expect(made).toBe(1);
        // A failed record that may exist is distinguished from one that certainly does not.
        if (record.state === 'failed' && made === 1) expect(record.askedAt).not.toBeNull();
      }),
      { numRuns: runs(400, 2_000) },
    );
  });

  it('is requested from a tool with neither until it has answered', () => {
    fc.assert(
      fc.property(fates, (given) => {
        const { record, made } = play({}, false, given);
        if (record.state === 'made') expect(made).toBeGreaterThanOrEqual(1);
        else expect(given.length).toBeGreaterThan(5);
      }),
    );
  });
});

/** What can happen to a record after it was made, in order. */
const CHANGES = ['amended', 'touched'] as const;
const SENT = ['lost', 'unheard', 'refused', 'unlooked', 'diesBefore', 'diesAfter', 'answered'] as const;
const EVENTS = [...CHANGES, ...SENT] as const;
type Sent = (typeof SENT)[number];
type Digest = (value: unknown) => string;

/** How a tool stores the text that it receives. */
type Way = (text: string) => string;
const AS_IT_COMES: Way = (text) => text;
const IN_ITS_OWN: Way = (text) => `written ${text}`;

/** A field in a tool's record, and the field of the form that it follows. */
class Followed {
  version = 1;
  shows: string;
  isTouched = false;
  writes = 0;
  asked: string[] = [];
  fields: FieldStates;

  constructor(private readonly way: Way) {
    this.shows = way('1');
    this.fields = { field: { wrote: digest('1'), shows: digest(this.shows) } };
  }

  /** Simulates a change by hand in the tool. */
  touch(): void {
    this.isTouched = true;
    this.shows = `changed by hand ${this.version}`;
  }

  /** A change by hand between our own change and the read after it is taken for ours; the ADR accepts that. */
  get isToBeLookedAt(): boolean {
    return this.fields.field!.wasTaken === true;
  }

  /** Runs one attempt as the updater does. @param fate of the request that changes the record */
  attempt(fate: Sent): void {
    const wanted = String(this.version);
    const known = this.fields;
    const decision = decideUpdate(known, [{ name: 'field', wanted, present: this.shows }], digest);
    if (decision.send.length > 0) {
      if (fate === 'diesBefore') return;
      this.fields = whileSent(known, decision, digest);
      if (fate === 'unheard') return;
      if (fate === 'refused') this.fields = asUndone(known, decision);
      if (fate === 'refused') return;
      expect(this.isTouched).toBe(false);
      this.shows = this.way(wanted);
      this.writes += 1;
      if (fate === 'unlooked') this.fields = onceTaken(known, decision, digest);
      if (fate !== 'answered') return;
      this.fields = onceSent(decision, [{ name: 'field', wanted, present: this.shows }], digest);
    } else if (fate === 'diesBefore' || fate === 'diesAfter') return;
    else this.fields = decision.states;
    if (decision.touched.length > 0) this.asked.push(wanted);
  }
}
const digest: Digest = (value) => `of ${JSON.stringify(value ?? null)}`;

describe('a field of a record that follows its form', () => {
  it.each([
    ['as it comes', AS_IT_COMES],
    ['in its own way', IN_ITS_OWN],
  ])(
    'matches its form in the end, or is left and asked about once per amendment, with a tool that writes %s',
    (_how, way) => {
      fc.assert(
        fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 }), (happenings) => {
          const record = new Followed(way);
          let isDoubtful = false;
          for (const happening of happenings) {
            if (happening === 'amended') record.version += 1;
            else if (happening !== 'touched') record.attempt(happening);
            else if (!record.isToBeLookedAt) record.touch();
            isDoubtful ||= happening === 'lost' || happening === 'diesAfter';
          }
          record.attempt('answered');
          record.attempt('answered');
          const { writes } = record;
          record.attempt('answered');
          expect(record.writes).toBe(writes);
          const isLeft = record.asked.includes(String(record.version));
          if (record.isTouched) expect(record.shows).toMatch(/^changed by hand/);
          else if (isLeft) expect([isDoubtful, way]).toEqual([true, IN_ITS_OWN]);
          else expect([record.shows, record.asked]).toEqual([way(String(record.version)), []]);
          // An amendment after a change by hand is never skipped.
          if (record.isTouched && record.shows !== `changed by hand ${record.version}`) expect(isLeft).toBe(true);
          expect(new Set(record.asked).size).toBe(record.asked.length);
        }),
        { numRuns: runs(400, 2_000) },
      );
    },
  );

  it.each([
    ['was heard', 'lost'],
    ['was taken, and not looked at', 'unlooked'],
  ] as const)('is never taken for unheard if it %s: no question is asked', (_what, fate) => {
    for (const way of fate === 'lost' ? [AS_IT_COMES] : [AS_IT_COMES, IN_ITS_OWN]) {
      const record = new Followed(way);
      record.version = 2;
      record.attempt(fate);
      record.attempt('answered');
      expect([record.writes, record.asked, record.shows]).toEqual([1, [], way('2')]);
    }
  });

  it.each(['refused', 'unheard', 'lost'] as const)(
    'is asked about if changed by hand after a request that was %s',
    (fate) => {
      const record = new Followed(IN_ITS_OWN);
      record.version = 2;
      record.attempt(fate);
      record.touch();
      record.attempt('answered');
      record.version = 3;
      record.attempt('answered');
      expect([record.asked, record.shows]).toEqual([['2', '3'], 'changed by hand 2']);
    },
  );
});
