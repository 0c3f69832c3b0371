import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readArguments } from '../../src/demo/arguments.js';
import { Agenda, arrivalsOf, endOfWeek } from '../../src/demo/arrivals.js';
import { answerAfterMs, scriptOf } from '../../src/demo/behaviour.js';
import { POOLS } from '../../src/demo/organisation.js';
import { Chance } from '../../src/demo/random.js';
import { CALENDARS, capacityOf, REPS, WEEK_BEGINS } from '../../src/demo/staff.js';

const chance = new Chance('test');

describe('the agenda', () => {
  it('returns the earliest first, and ties in the order in which they were planned', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (instants) => {
        const agenda = new Agenda<number>();
        for (const [index, at] of instants.entries()) agenda.plan(at, index);
        const expected = [...instants.keys()].sort((a, b) => instants[a]! - instants[b]! || a - b);
        expect(agenda.nextAt).toBe(instants.length === 0 ? null : Math.min(...instants));
        const early = agenda.take(10);
        expect(early).toEqual(expected.filter((index) => instants[index]! <= 10));
        expect([...early, ...agenda.take(20)]).toEqual(expected);
        expect(agenda.nextAt).toBeNull();
      }),
    );
  });
});

describe('chance', () => {
  it('is the same for the same purpose, and different for another', () => {
    expect(chance.of('a', 1)).toBe(new Chance('test').of('a', 1));
    expect(chance.of('a', 1)).not.toBe(chance.of('a', 2));
    expect(chance.of('a', 1)).not.toBe(new Chance('other').of('a', 1));
  });

  it('is spread evenly', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let index = 0; index < 10_000; index += 1) tenths[Math.floor(chance.of('spread', index) * 10)]! += 1;
    for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });

  it('picks by weight', () => {
    const picked = Array.from({ length: 4_000 }, (_, index) =>
      chance.pick(
        [
          [3, 'a'],
          [1, 'b'],
          [0, 'c'],
        ],
        index,
      ),
    );
    const share = picked.filter((value) => value === 'a').length / picked.length;
    expect(share).toBeGreaterThan(0.7);
    expect(share).toBeLessThan(0.8);
    expect(picked).not.toContain('c');
  });

  it('includes both ends of a range', () => {
    const drawn = new Set(Array.from({ length: 200 }, (_, index) => chance.between(1, 3, index)));
    expect([...drawn].sort()).toEqual([1, 2, 3]);
  });
});

describe('arrivals', () => {
  it.each([1, 2, 400, 9_240])('spread %d leads over the week in their order', (count) => {
    const arrivals = arrivalsOf(count, WEEK_BEGINS, 60_000, chance);
    expect(arrivals).toHaveLength(count);
    expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b));
    expect(arrivals[0]).toBeGreaterThanOrEqual(WEEK_BEGINS);
    expect(arrivals.at(-1)).toBeLessThan(endOfWeek(WEEK_BEGINS));
    expect(arrivals.every((at) => at % 60_000 === 0)).toBe(true);
  });

  it('are more on a working day than on Sunday, and some on each day', () => {
    const days = Array.from({ length: 7 }, () => 0);
    for (const at of arrivalsOf(700, WEEK_BEGINS, 1_000, chance))
      days[Math.floor((at - WEEK_BEGINS) / 86_400_000)]! += 1;
    expect(days[1]).toBeGreaterThan(3 * days[6]!);
    expect(Math.min(...days)).toBeGreaterThan(0);
  });
});

describe('a simulated rep', () => {
  const minutes = (ms: number | null) => ms! / 60_000;

  it('answers quickly, late or never, according to their temper', () => {
    const many = (temper: Parameters<typeof answerAfterMs>[0]) =>
      Array.from({ length: 200 }, (_, index) => answerAfterMs(temper, chance, index));
    for (const after of many({ quick: 1, late: 0, never: 0 })) expect(minutes(after)).toBeLessThan(5);
    for (const after of many({ quick: 0, late: 1, never: 0 })) expect(minutes(after)).toBeGreaterThan(5);
    for (const after of many({ quick: 0, late: 0, never: 1 })) expect(after).toBeNull();
  });

  const prospect = { number: 1, cycle: 1, outcome: undefined, channel: 'web', mayCall: true };

  it('never reaches a lead to be recycled, and finds out that a number is wrong', () => {
    const recycled = scriptOf({ ...prospect, outcome: { kind: 'recycle', reason: 'unreachable' } }, chance);
    const outcomes = recycled.flatMap((step) => (step.kind === 'touch' ? [step.outcome] : []));
    expect(outcomes.length).toBeGreaterThan(1);
    expect(outcomes).not.toContain('connected');
    expect(recycled.at(-1)).toMatchObject({ kind: 'close', category: 'recycle' });
    const wrong = scriptOf({ ...prospect, outcome: { kind: 'suppress', reason: 'invalid_contact' } }, chance);
    expect(wrong.map((step) => (step.kind === 'touch' ? step.outcome : step.kind))).toEqual(['wrongNumber', 'close']);
    const written = scriptOf(
      { ...prospect, mayCall: false, outcome: { kind: 'suppress', reason: 'invalid_contact' } },
      chance,
    );
    expect(written[0]).toMatchObject({ by: 'email', outcome: 'bounced' });
  });

  it('does not call people who do not want calls', () => {
    for (let number = 0; number < 100; number += 1) {
      const kinds = scriptOf({ ...prospect, number, mayCall: false }, chance).map(
        (step) => step.kind === 'touch' && step.by,
      );
      expect(kinds).not.toContain('call');
    }
  });

  it('ends as the file says in the first cycle, and by chance in later ones', () => {
    const outcome = { kind: 'nurture', reason: 'not_now' } as const;
    const ends = (cycle: number) =>
      Array.from({ length: 60 }, (_, number) =>
        JSON.stringify(scriptOf({ ...prospect, number, cycle, outcome }, chance)),
      );
    expect(ends(1).every((script) => script.includes('not_now'))).toBe(true);
    expect(ends(2).every((script) => script.includes('not_now'))).toBe(false);
  });
});

describe('the organisation', () => {
  it('refers only to what is defined before', () => {
    const seen = new Set<string>();
    for (const rep of REPS) {
      expect(Object.keys(CALENDARS)).toContain(rep.calendar);
      if (rep.manager !== undefined) expect(seen).toContain(rep.manager);
      seen.add(rep.name);
    }
    const pools = new Set<string>();
    for (const pool of POOLS) {
      if (pool.fallback !== undefined) expect(pools).toContain(pool.fallback);
      for (const member of Object.keys(pool.weights)) expect(seen).toContain(member);
      pools.add(pool.name);
    }
    expect([REPS.length, POOLS.length]).toEqual([10, 4]);
  });
});

describe('the capacity of a rep', () => {
  const sofia = REPS.find(({ name }) => name === 'Sofia Rossi')!;

  it('is that of the organisation in a demo of ordinary size', () => {
    expect(capacityOf(sofia, 1)).toEqual({ open: 40, untouched: 5, perWeek: 60 });
  });

  it('is multiplied in a larger demo, without limits by day and week', () => {
    expect(capacityOf(sofia, 2.5)).toEqual({ open: 100, untouched: 13 });
  });
});

describe('the arguments', () => {
  it('are none, or a file with its mapping', () => {
    expect(readArguments([])).toEqual({ kind: 'sample' });
    expect(readArguments(['--leads', 'a.csv', '--mapping', 'a.json'])).toEqual({
      kind: 'file',
      leads: 'a.csv',
      mapping: 'a.json',
    });
  });

  it.each([['--help'], ['-h']])('may ask for help by %s', (option) => {
    expect(readArguments([option])).toEqual({ kind: 'help' });
  });

  it.each([
    [['--leeds', 'a.csv'], "Unknown option '--leeds'"],
    [['a.csv'], "Unexpected argument 'a"],
    [['--leads'], "Option '--leads"],
    [['--leads', 'a.csv'], '--mapping is missing'],
    [['--mapping', 'a.json'], '--leads is missing'],
  ])('%j are refused in one line', (given, words) => {
    expect(() => readArguments(given)).toThrow(words);
    expect(() => readArguments(given)).not.toThrow('\n');
    expect(() => readArguments(given)).toThrow('--leads FILE.csv --mapping FILE.json');
  });
});
