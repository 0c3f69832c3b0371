import { describe, expect, it } from '@jest/globals';
import { checkCondition } from '../../src/conditions/condition-check.js';
import { compileCondition } from '../../src/conditions/condition-evaluate.js';
import type { LeadFacts } from '../../src/conditions/lead-facts.js';
import {
  budgetAfter,
  compilePattern,
  compilePatterns,
  type Pattern,
  PatternBudget,
} from '../../src/conditions/pattern.js';
import { Turns } from '../../src/platform/running/turns.js';
import { checkRules, compileRules, matchRules } from '../../src/routing/rules/rules.js';

const assign = { poolId: '00000000-0000-7000-8000-000000000001' };
const matches = (value: string, field = 'contact.title') => ({ field, op: 'matches', value });
const rule = (index: number, when: unknown) => ({ name: `Rule ${index}`, when, assign });
const patternOf = (source: string) => compilePattern(source) as Pattern;

describe('a pattern', () => {
  it('is compiled only once', () => {
    expect(compilePattern('^(head|chief)')).toBe(compilePattern('^(head|chief)'));
    expect(compilePattern('(')).toBe(compilePattern('('));
  });

  it('that cannot be used says why, in plain words', () => {
    expect(compilePattern('(a')).toEqual({ reason: 'missing closing ): `(a`' });
    expect(compilePattern('a(?=b)')).toEqual({ reason: 'invalid or unsupported Perl syntax: `(?=`' });
  });

  it('looks at the first 1,000 characters of a text', () => {
    expect(patternOf('b').test(`${'a'.repeat(999)}b`)).toBe(true);
    expect(patternOf('b').test(`${'a'.repeat(1_000)}b`)).toBe(false);
    expect(patternOf('a$').test(`${'a'.repeat(1_000)}b`)).toBe(true);
  });

  it('takes time in proportion to its size and the text, even in the worst case', () => {
    // A lazily built automaton would create a new state at nearly every character of this text.
    let chance = 1;
    const text = Array.from({ length: 1_000 }, () => {
      chance = (chance * 48_271) % 2_147_483_647;
      return 'ax'[chance & 1];
    }).join('');
    const sources = Array.from({ length: 20 }, (_, index) => `(a|ä)\\p{L}{${10 + index}}[0-9]`);
    for (const source of sources) compilePattern(source);
    const began = process.cpuUsage();
    for (const source of sources) patternOf(source).test(`1${text}`);
    // 600,000 steps take 10 ms of CPU time, however busy the machine is. With an automaton they took 1,000 ms.
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1_000).toBeLessThan(500);
  });
});

describe('the patterns of all rules', () => {
  const heavy = (index: number) => matches(`.{700}${index}$`);

  it('may use 7,500 instructions together, and the first beyond that is refused', () => {
    const rules = Array.from({ length: 11 }, (_, index) => rule(index, { all: [{}, heavy(index)] }));
    expect(checkRules(rules.slice(0, 10))).toEqual([]);
    expect(checkRules(rules)).toEqual([
      {
        pointer: '/rules/10/when/all/1/value',
        code: 'tooMuch',
        message: expect.stringMatching(/come to 7,7\d\d instructions; expected at most 7,500 in all/),
      },
    ]);
  });

  it('report that limit once, and do not compile later patterns', () => {
    const rules = Array.from({ length: 500 }, (_, index) => rule(index, heavy(index)));
    expect(checkRules(rules)).toHaveLength(1);
    const beyond = [
      ...rules.slice(0, 20),
      rule(21, matches('(')),
      rule(22, { field: 'contact.title', op: 'lt', value: 1 }),
    ];
    expect(checkRules(beyond).map(({ code }) => code)).toEqual(['tooMuch', 'operator']);
  });

  it('count once for each field, however many rules use the same pattern', () => {
    const same = Array.from({ length: 500 }, (_, index) => rule(index, matches('.{700}$')));
    expect(checkRules(same)).toEqual([]);
    const fields = Array.from({ length: 500 }, (_, index) => rule(index, matches('.{700}$', `attributes.a${index}`)));
    expect(checkRules(fields).map(({ pointer }) => pointer)).toEqual(['/rules/10/when/value']);
  });

  it('leave room for 200 rules with ordinary patterns', () => {
    const honest = Array.from({ length: 200 }, (_, index) =>
      rule(index, matches(`^(vp|head) .*(sales|region ${index})$`)),
    );
    expect(checkRules(honest)).toEqual([]);
  });

  it('are compiled beforehand in turns, up to the limit of a check', async () => {
    await compilePatterns([{ any: [matches('[a-f]{9}x'), { not: matches('((') }, 7, null] }], 1_000, new Turns());
    expect(budgetAfter([matches('[a-f]{9}x')], 1_000).hasRoom()).toBe(true);
    expect(budgetAfter([matches('[a-f]{9}x'), matches('.{800}'), matches('.{801}')], 1_000).hasRoom()).toBe(false);
  });
});

describe('the patterns of all policies', () => {
  it('have only the room that the patterns saved before leave', () => {
    const before = budgetAfter([matches('.{600}a'), matches('.{600}b')], 2_000);
    expect(checkCondition(matches('.{600}c'), '/when', before)).toEqual([]);
    expect(checkCondition(matches('.{600}d'), '/when', before).map(({ code }) => code)).toEqual(['tooMuch']);
    expect(before.hasRoom()).toBe(false);
    expect(new PatternBudget(0).hasRoom()).toBe(true);
  });
});

describe('a lead that hundreds of rules test', () => {
  const lead = (title: string): LeadFacts => ({ source: 'web', contact: { title }, test: false, receivedAt: 0 });

  it('is tested on its own texts, never on those of the lead before', () => {
    const long = 'x'.repeat(100);
    const condition = compileCondition({
      all: [
        { field: 'contact.title', op: 'matches', value: '^x+$' },
        { field: 'contact.title', op: 'eq', value: long.toUpperCase() },
      ],
    });
    expect(condition.evaluate(lead(long)).matched).toBe(true);
    expect(condition.evaluate(lead(`${long}y`)).matched).toBe(false);
    expect(condition.evaluate(lead(long)).matched).toBe(true);
  });

  it('is matched once against each pattern and text', () => {
    const rules = compileRules(Array.from({ length: 500 }, (_, index) => rule(index, matches('(a|ä).{700}[0-9]'))));
    const began = process.cpuUsage();
    matchRules(rules, lead(`${'ax'.repeat(499)}1`));
    // 700,000 steps and not 350 million, in CPU time.
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1_000).toBeLessThan(1_000);
  });
});
