import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { runs } from '../support/runs.js';
import { WAY_NAMES, WAYS } from './maya.js';
import { History, type Step } from './sent-once/history.js';
import { DEEDS_OF_FORMS } from './sent-once/lead-life.js';

const RUNS = runs(40, 200);

const verb = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom<Step['do']>('qualified', 'opportunity', 'won') },
  { weight: 2, arbitrary: fc.constantFrom<Step['do']>('revalue', 'reverse', 'correct', 'reopen', 'reopen') },
  { weight: 2, arbitrary: fc.constant<Step['do']>('dispose') },
  { weight: 1, arbitrary: fc.constantFrom<Step['do']>('askAgain', 'wake', 'consent') },
  { weight: 4, arbitrary: fc.constantFrom<Step['do']>('fetch', 'ack', 'outcome', 'ack') },
  { weight: 2, arbitrary: fc.constantFrom<Step['do']>('plan', 'fetchAndDie', 'postAndDie') },
  { weight: 4, arbitrary: fc.constant<Step['do']>('wait') },
);
const verbOfForms = fc.oneof(
  { weight: 2, arbitrary: verb },
  { weight: 1, arbitrary: fc.constantFrom<Step['do']>(...DEEDS_OF_FORMS, 'unmerge', 'takeHome') },
  { weight: 1, arbitrary: fc.constantFrom<Step['do']>('fetch', 'ack', 'wait') },
);
const step = fc.record<Step>({ do: verb, n: fc.nat({ max: 59 }) });
const stepsOfForms = fc.array(fc.record<Step>({ do: verbOfForms, n: fc.nat({ max: 59 }) }), {
  maxLength: 30,
  size: 'max',
});
/** An erasure is rare, since it ends everything. */
const steps = fc.tuple(
  fc.array(step, { maxLength: 28, size: 'max' }),
  fc.nat({ max: 9 }).map((n) => n === 9),
  fc.array(step, { maxLength: 4 }),
);

/** Plays the story of a lead with a job and a platform, and compares what counts in the end with what should. */
function play(name: keyof typeof WAYS, story: readonly Step[], isClickless = false): void {
  const history = new History(WAYS[name], { isClickless });
  for (const each of story) history.step(each);
  history.drain();
  history.check();
}

/** Former bugs, as the shortest story that showed each. */
const ONCE_WRONG: readonly (readonly [title: string, way: keyof typeof WAYS, story: string])[] = [
  [
    'a lead that comes so far again is worth what it is worth then',
    'Google Ads by its API',
    'opportunity 0, opportunity 1',
  ],
  [
    'what was taken back before it was known that it never left does not leave',
    'Google Ads by its API',
    'wait 12, qualified 0, fetchAndDie 0, reverse 0, wait 1, ack 0',
  ],
  ['junk that was handed out and not posted does not leave', 'Generic', 'fetchAndDie 0, dispose 6, wait 16, ack 0'],
  ['junk that comes back unsent within its lease does not leave', 'Generic', 'fetchAndDie 0, dispose 6, plan 0, ack 0'],
  [
    'a value that came and went while a batch was out is not told',
    'Generic',
    'won 0, fetchAndDie 0, revalue 1, reopen 1, ack 0, won 0',
  ],
  ['what a win went with stays as long as the win does', 'Meta', 'won 0, reopen 0, dispose 41'],
  ['a stage that was passed over goes with what it was told for', 'Meta', 'won 0, reverse 0'],
  ['a stage stays where a later one stands', 'Meta', 'qualified 0, opportunity 0, reverse 0'],
  ['a stage that never left goes before a later one', 'Meta', 'qualified 0, reverse 0, won 0'],
  [
    'what is reached again before it was taken back is not told anew',
    'Microsoft by its API',
    'qualified 0, wait 2, postAndDie 0, reverse 0, qualified 0',
  ],
  [
    'what was taken back after it had been accepted counts anew, though it was out when it was cancelled',
    'Google Ads by its API',
    'wait 2, won 0, fetch 0, reverse 1, ack 0, wait 3, fetch 0, ack 0, won 1',
  ],
  ['a win that is won again is told once', 'Generic by files', 'won 0, fetch 0, reverse 0, won 0'],
  [
    'what was stopped when it may have left, and counts after all, is worth what it is worth by then',
    'Generic',
    'won 0, postAndDie 0, reopen 0, dispose 6, revalue 0, reopen 0',
  ],
  [
    'what was stopped when it may have left is told to its end where it has to be taken back after all',
    'Generic',
    'fetch 0, dispose 56, correct 45, wait 1, ack 0',
  ],
  [
    'what was worth nothing before it was stopped counts all the same, once that was a mistake',
    'Generic',
    'qualified 0, dispose 0, correct 15, askAgain 0, dispose 6, correct 15',
  ],
  [
    'a stage that was called off when it may have left goes before a later one',
    'Meta',
    'qualified 0, wait 28, fetchAndDie 0, reverse 0, won 0',
  ],
  [
    'stages that were called off when they may have left go before the one that they go with',
    'Meta',
    'wait 18, won 0, fetchAndDie 0, reverse 0, won 0',
  ],
  [
    'a stage that was called off for the next one, which could not be taken back, is told when that is reached again',
    'Meta',
    'won 0, wait 8, fetch 37, ack 0, reverse 0, won 0',
  ],
  [
    'a stage that was called off while somebody had it goes before a later one',
    'Meta',
    'qualified 1, wait 28, fetchAndDie 0, reverse 1, won 1, ack 1',
  ],
];

function stepsOf(story: string): Step[] {
  const steps = story.split(', ').map((each) => each.split(' '));
  return steps.map(([verb, n]) => ({ do: verb as Step['do'], n: Number(n) }));
}

it.each(ONCE_WRONG)('%s', (_, way, story) => play(way, stepsOf(story)));

/** The same with forms that join a lead without a click of its own, and leads that are merged. */
const ONCE_WRONG_OF_FORMS: readonly (readonly [title: string, way: keyof typeof WAYS, story: string])[] = [
  [
    'what was told by the click of a form is taken back by that click, whatever form comes later',
    'Microsoft by its API',
    'join 1, wait 2, fetch 0, ack 0, join 1, dispose 6',
  ],
  [
    'what was told by the click of a merged lead is taken back when that lead leaves again',
    'Google Ads by its API',
    'mergeIn 1, wait 2, fetch 0, ack 0, unmerge 1',
  ],
  [
    'a platform that knows conversions by their click takes back what a merged lead leaves',
    'Microsoft by its API',
    'mergeIn 1, wait 2, fetch 0, ack 0, unmerge 1, join 1',
  ],
  [
    'nothing that happens to the lead calls that off',
    'Generic',
    'mergeIn 1, wait 2, fetch 0, ack 0, unmerge 1, dispose 6, reopen 1, qualified 1',
  ],
  [
    'a lead that is merged leaves its stages to the other',
    'Google Ads by its API',
    'join 1, qualified 1, wait 2, fetch 0, ack 0, giveAway 1',
  ],
  ['what happened before a click is told as of that click', 'LinkedIn', 'qualified 1, wait 3, join 1'],
  [
    'what comes back unsent after its click has left is told by a later one',
    'Meta',
    'wait 28, mergeIn 0, fetchAndDie 0, unmerge 0, join 1, ack 0',
  ],
];

it.each(ONCE_WRONG_OF_FORMS)('%s', (_, way, story) => play(way, stepsOf(story), true));

describe.each(WAY_NAMES)('%s', (name) => {
  it('counts what a lead deserves, and nothing twice, whatever happens', () => {
    fc.assert(
      fc.property(steps, ([before, isErased, after]) => {
        play(name, [...before, ...(isErased ? [{ do: 'erase', n: 0 } as const] : []), ...after]);
      }),
      { numRuns: RUNS },
    );
  });

  it('counts it once by one click, whatever forms join it and whatever leads are merged with it', () => {
    fc.assert(
      fc.property(fc.boolean(), stepsOfForms, (isClickless, story) => {
        play(name, story, isClickless);
      }),
      { numRuns: RUNS },
    );
  });
});
