import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  afterAsking,
  firstStepOf,
  newRecord,
  type Outcome,
  type RecordRow,
  type Safety,
} from '../../src/records/record.js';
import { decideUpdate, type FieldStates, onceSent, whileSent } from '../../src/records/update-decision.js';

const HOUR = 3_600_000;
const IDEMPOTENCY = { in: 'header', name: 'Idempotency-Key', keptFor: 'PT24H' } as const;
const FIND = { url: 'https://tool.example/{{ record.key }}', idOf: '/id' };

/** What happens to a request: it is heard or not, and its answer comes or not; or the node dies before or after. */
const FATES = ['answered', 'unheard', 'busy', 'lost', 'diesBefore', 'diesAfter'] as const;
type Fate = (typeof FATES)[number];

/** A tool that keeps keys for a day where it knows them, and finds what is a minute old. */
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

/** One attempt, as the maker does it. @returns null where the node is gone before it could say what came of it */
function attempt(
  record: RecordRow,
  safety: Safety,
  tool: Tool,
  fate: Fate,
  now: number,
): { record: RecordRow; outcome: Outcome | null } {
  const later = (askedAt: number | null): Outcome => ({ is: 'later', why: 'later', askedAt, askedForMs: 0 });
  if (fate === 'diesBefore') return { record, outcome: null };
  let { askedAt } = record;
  const step = firstStepOf(record, safety, now);
  if (step === 'giveUp') return { record, outcome: { is: 'refused', why: 'may be there', askedAt } };
  if (step === 'find') {
    if (fate === 'unheard' || fate === 'busy') return { record, outcome: later(askedAt) };
    if (tool.finds(now)) return { record, outcome: { is: 'made', ref: '1', url: null, fields: null } };
    askedAt = null;
  }
  const marked = { ...record, askedAt: askedAt ?? now };
  if (fate === 'busy') return { record: marked, outcome: later(askedAt) };
  if (fate !== 'unheard') tool.make(now);
  if (fate === 'diesAfter') return { record: marked, outcome: null };
  if (fate === 'answered') return { record: marked, outcome: { is: 'made', ref: '1', url: null, fields: null } };
  return { record: marked, outcome: later(marked.askedAt) };
}

function play(safety: Safety, keeps: boolean, fates: readonly Fate[]) {
  const tool = new Tool(keeps);
  let record = newRecord({ id: 'k', handoffId: 'h', place: 1, connectorId: 'c' }, 0);
  const left = [...fates];
  for (let turns = 0; record.dueAt !== null && turns < 200; turns++) {
    const now = record.dueAt;
    // It is taken for two minutes: what is not said by then, another node takes.
    record = { ...record, attempts: record.attempts + 1, dueAt: now + 120_000 };
    const tried = attempt(record, safety, tool, left.shift() ?? 'answered', now);
    record = tried.outcome === null ? tried.record : afterAsking(tried.record, tried.outcome, now, 0.5);
  }
  return { record, made: tool.madeAt.length };
}

const fates = fc.array(fc.constantFrom(...FATES), { maxLength: 60 });

describe('a record', () => {
  it.each([
    ['knows keys', { idempotency: IDEMPOTENCY }, true],
    ['can be searched', { find: FIND }, false],
    ['knows keys, and can be searched', { idempotency: IDEMPOTENCY, find: FIND }, true],
  ])('is there once in a tool that %s, whatever is lost on the way', (_what, safety, keeps) => {
    fc.assert(
      fc.property(fates, (given) => {
        const { record, made } = play(safety, keeps, given);
        expect(made).toBeLessThanOrEqual(1);
        expect(record.dueAt).toBeNull();
        if (record.state === 'made') expect(made).toBe(1);
        // What is not there, and what may be, are not taken for each other.
        if (record.state === 'failed' && made === 1) expect(record.askedAt).not.toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it('is asked for until a tool that knows neither has answered', () => {
    fc.assert(
      fc.property(fates, (given) => {
        const { record, made } = play({}, false, given);
        if (record.state === 'made') expect(made).toBeGreaterThanOrEqual(1);
        else expect(given.length).toBeGreaterThan(5);
      }),
    );
  });
});

/** What happens to a record that was made, one after the other. */
const EVENTS = ['amended', 'touched', 'lost', 'unheard', 'diesBefore', 'diesAfter', 'answered'] as const;
type Happening = (typeof EVENTS)[number];
type Digest = (value: unknown) => string;

/** A field of a record in a tool that writes what it is sent in its own way, and of a form that is amended. */
class Followed {
  version = 1;
  shows = 'written 1';
  isTouched = false;
  writes = 0;
  asked: string[] = [];
  fields: FieldStates = { field: { wrote: digest('1'), shows: digest('written 1') } };

  /** One attempt, as the updater does it. @param fate of the request that changes it */
  attempt(fate: Happening): void {
    const wanted = String(this.version);
    const decision = decideUpdate(this.fields, [{ name: 'field', wanted, present: this.shows }], digest);
    if (decision.send.length > 0) {
      if (fate === 'diesBefore') return;
      const sent = whileSent(this.fields, decision, digest);
      this.fields = sent;
      if (fate === 'unheard') return;
      expect(this.isTouched).toBe(false);
      this.shows = `written ${wanted}`;
      this.writes += 1;
      if (fate !== 'answered' && fate !== 'amended') return;
      this.fields = onceSent(decision, [{ name: 'field', wanted, present: this.shows }], digest);
    } else if (fate === 'diesBefore' || fate === 'diesAfter') return;
    else this.fields = decision.states;
    if (decision.touched.length > 0) this.asked.push(wanted);
  }
}
const digest: Digest = (value) => `of ${JSON.stringify(value ?? null)}`;

describe('a field of a record that follows its form', () => {
  it('says what the form says in the end, or is left as somebody has changed it, who is asked once for each amendment', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 }), (happenings) => {
        const record = new Followed();
        // What is touched between our own change and the look after it is taken for ours: that is said in the ADR.
        const isSettled = () => record.fields.field!.shows !== null;
        for (const happening of happenings) {
          if (happening === 'amended') record.version += 1;
          else if (happening !== 'touched') record.attempt(happening);
          else if (isSettled() && record.shows === shownBy(record)) {
            record.isTouched = true;
            record.shows = `changed by hand ${record.version}`;
          }
        }
        record.attempt('answered');
        record.attempt('answered');
        const { writes } = record;
        record.attempt('answered');
        expect(record.writes).toBe(writes);
        if (!record.isTouched) expect([record.shows, record.asked]).toEqual([`written ${record.version}`, []]);
        else expect(record.shows).toMatch(/^changed by hand/);
        expect(new Set(record.asked).size).toBe(record.asked.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never taken for unheard where it was heard: a lost answer asks nobody', () => {
    const record = new Followed();
    record.version = 2;
    record.attempt('lost');
    record.attempt('answered');
    expect([record.writes, record.asked, record.shows]).toEqual([1, [], 'written 2']);
  });
});

/** What stands there where only Touchline has written. */
function shownBy({ fields, shows }: Followed): string {
  return fields.field!.shows === digest(shows) ? shows : '';
}
