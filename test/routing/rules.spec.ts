import { describe, expect, it } from '@jest/globals';
import { checkRules, compileRules, matchRules, type Rule } from '../../src/routing/rules/rules.js';
import { leadFacts } from './roster.builder.js';

const dach = { field: 'company.country', op: 'in', value: ['DE', 'AT', 'CH'] };
const RULES: Rule[] = [
  { name: 'DACH', when: dach, assign: { poolId: 'dach' } },
  { name: 'Ads', when: { field: 'source', op: 'contains', value: 'ads' }, assign: { repId: 'ann' } },
  { name: 'Rest', when: {}, assign: { poolId: 'rest' } },
];

describe('rules', () => {
  it('are tried in order, and the first that matches wins', () => {
    const rules = compileRules(RULES);
    expect(matchRules(rules, leadFacts({ company: { country: 'at' } }))).toMatchObject({
      rule: { name: 'DACH', assign: { poolId: 'dach' } },
      evaluated: [{ name: 'DACH', matched: true }],
    });
    expect(matchRules(rules, leadFacts({ company: { country: 'FR' } }))).toMatchObject({
      rule: { name: 'Ads', assign: { repId: 'ann' } },
      evaluated: [
        { name: 'DACH', matched: false, failed: { ...dach, actual: 'FR' } },
        { name: 'Ads', matched: true },
      ],
    });
    expect(matchRules(rules, leadFacts({ source: 'web' })).evaluated).toHaveLength(3);
  });

  it('may all fail, and then each gives its reason', () => {
    const { rule, evaluated } = matchRules(compileRules(RULES.slice(0, 2)), leadFacts({ source: 'web' }));
    expect(rule).toBeNull();
    expect(evaluated.map(({ failed }) => failed?.actual)).toEqual([null, 'web']);
  });

  it('are checked together, and each fault has its pointer', () => {
    const wrong = { name: 'x', when: { field: 'x', op: 'eq', value: 1 }, assign: { poolId: 'p' } };
    const draft = [wrong, RULES[0]!, { ...wrong, when: { any: [] } }];
    expect(checkRules(draft).map(({ pointer }) => pointer)).toEqual(['/rules/0/when/field', '/rules/2/when/any']);
    expect(checkRules(RULES)).toEqual([]);
  });
});
