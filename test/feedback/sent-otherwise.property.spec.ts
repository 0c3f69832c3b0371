import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { transportOf } from '../../src/feedback/platforms.js';
import { MS_PER_DAY } from '../../src/platform/values/duration.js';
import { runs } from '../support/runs.js';
import { WAY_NAMES, WAYS, type Way } from './maya.js';
import type { RuleFor } from './sent-once/deserving.js';
import { History, type Step, type Variant } from './sent-once/history.js';
import { START } from './sent-once/lead-life.js';
import { rehearsed } from './sent-once/rehearsing.js';

/** Unusual destinations, which must still be sent what leads deserve. */

const RUNS = runs(20, 60);

const living = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom<Step['do']>('qualified', 'opportunity', 'won') },
  { weight: 2, arbitrary: fc.constantFrom<Step['do']>('revalue', 'reverse', 'correct', 'reopen', 'reopen') },
  { weight: 3, arbitrary: fc.constant<Step['do']>('dispose') },
  { weight: 1, arbitrary: fc.constantFrom<Step['do']>('askAgain', 'wake') },
);
const verb = fc.oneof(
  { weight: 8, arbitrary: living },
  { weight: 1, arbitrary: fc.constant<Step['do']>('consent') },
  { weight: 4, arbitrary: fc.constantFrom<Step['do']>('fetch', 'ack', 'outcome', 'ack') },
  { weight: 2, arbitrary: fc.constantFrom<Step['do']>('plan', 'fetchAndDie', 'postAndDie') },
  { weight: 4, arbitrary: fc.constant<Step['do']>('wait') },
);
const stepsOf = (verbs: fc.Arbitrary<Step['do']>) =>
  fc.array(fc.record<Step>({ do: verbs, n: fc.nat({ max: 59 }) }), { maxLength: 30, size: 'max' });

const USD = (amount: string) => ({ amount, currency: 'USD' });
/** Rules that replace the table, each for reasons of its own. */
const RULES: readonly RuleFor[] = [
  {
    rule: { on: { category: 'lost', reason: 'price' }, send: { retract: 'qualified' } },
    reasons: ['price'],
    takes: ['qualified'],
  },
  {
    rule: { on: { intent: 'notAProspect' }, send: { restate: 'opportunity', value: USD('55.00') } },
    reasons: ['existing_customer', 'not_a_prospect', 'competitor'],
    worth: { opportunity: 55 },
  },
  {
    rule: { on: { category: 'nurture' }, send: { restate: 'qualified', value: USD('40.00') } },
    reasons: ['not_now', 'no_budget_now', 'wants_information'],
    worth: { qualified: 40 },
  },
  {
    rule: { on: { milestone: 'opportunity' }, send: { restate: 'qualified', value: USD('70.00') } },
    reasons: [],
    milestone: 'opportunity',
    worth: { qualified: 70 },
  },
  {
    rule: { on: { milestone: 'won' }, send: { retract: 'qualified' } },
    reasons: [],
    milestone: 'won',
    takes: ['qualified'],
  },
];

const byDataManager = (adjustBy: 'adsApi' | 'csv'): Way => ({
  ...WAYS['Google Ads by Data Manager'],
  settings: { transport: 'dataManager', customerId: '1234567890', adjustBy },
});
const MORE_WAYS: readonly (readonly [string, Way])[] = [
  ...WAY_NAMES.map((name) => [name, WAYS[name]] as const),
  ['Google Ads by Data Manager, adjusted by its API', byDataManager('adsApi')],
  ['Google Ads by Data Manager, adjusted by files', byDataManager('csv')],
];
const RESTATING = MORE_WAYS.filter(([, way]) => transportOf(way.platform, way.settings, 'restate').abilities.restate);

const CASES: readonly (readonly [title: string, ways: typeof MORE_WAYS, variant: Variant])[] = [
  ['adjusted by another door', MORE_WAYS.slice(-2), {}],
  ['with rules that take back and restate', RESTATING, { rules: RULES }],
  ['where the tag counts leads, under keys that are known', MORE_WAYS, taggedBy(true)],
  ['where the tag counts leads, under keys that nobody knows', MORE_WAYS, taggedBy(false)],
  ['in shadow', MORE_WAYS, { destination: { mode: 'shadow' } }],
  ['that begins later', MORE_WAYS, { destination: { startAt: START + 3 * MS_PER_DAY } }],
];

function play(way: Way, variant: Variant, story: readonly Step[]): void {
  const history = new History(way, variant);
  for (const each of story) history.step(each);
  history.drain();
  history.check();
}

function taggedBy(isTagged: boolean): Variant {
  return { destination: { leadCountedBy: 'tag' }, isTagged };
}

/** Former bugs, as the shortest story that showed each. */
const ONCE_WRONG: readonly (readonly [title: string, way: Way, variant: Variant, story: string])[] = [
  [
    'what a rule made of a value stays where the milestone is worth something else',
    WAYS.Generic,
    { rules: RULES },
    'qualified 1, dispose 0, revalue 1',
  ],
  [
    'a value that a rule had changed because of a milestone is as before when that is reversed',
    WAYS.Generic,
    { rules: RULES },
    'qualified 1, opportunity 1, fetch 0, ack 0, wait 3, fetch 0, ack 0, reverse 1',
  ],
  [
    'what was not to leave any more, and comes to count after all, leaves',
    WAYS['Google Ads by its API'],
    {},
    'wait 17, fetchAndDie 0, dispose 33, correct 52, correct 0',
  ],
  [
    'a lead that the tag counted, and that was taken back, is told from then on',
    WAYS['Google Ads by its API'],
    taggedBy(true),
    'dispose 6, wait 28, postAndDie 0, reopen 0, dispose 22, reopen 0',
  ],
  [
    'what was stopped when it may have left has its value again where that was a mistake',
    WAYS.Generic,
    { rules: RULES },
    'opportunity 0, postAndDie 0, dispose 35, reopen 0',
  ],
  [
    'what was reversed, and is worth nothing for that, gets no value by a rule',
    WAYS['Google Ads by Data Manager'],
    { rules: RULES },
    'qualified 0, wait 17, fetch 0, reverse 0, dispose 0',
  ],
  ['a lead that a tag counts is not told with a later stage', WAYS.Meta, taggedBy(false), 'qualified 0'],
];

it.each(ONCE_WRONG)('%s', (_title, way, variant, story) => {
  const steps = story.split(', ').map((each) => each.split(' '));
  play(
    way,
    variant,
    steps.map(([verb, n]) => ({ do: verb as Step['do'], n: Number(n) })),
  );
});

describe.each(CASES)('a destination %s', (_, ways, variant) => {
  it.each(ways)('%s', (_, way) => {
    fc.assert(
      fc.property(stepsOf(verb), (story) => {
        play(way, variant, story);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a preview', () => {
  it.each(MORE_WAYS)('shows what a lead deserves: %s', (_, way) => {
    const verbs = fc.oneof({ weight: 3, arbitrary: living }, { weight: 1, arbitrary: fc.constant<Step['do']>('wait') });
    fc.assert(
      fc.property(stepsOf(verbs), (story) => {
        expect(rehearsed(way, story)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});
