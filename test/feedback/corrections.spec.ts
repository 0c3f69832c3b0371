import { describe, expect, it } from '@jest/globals';
import { ACTIONS, actionsFor, isCorrection, valueSentBy } from '../../src/feedback/planning/trigger.js';
import { WORTH, ZERO } from './maya.js';

describe('a rule of a destination', () => {
  it('tells the worth that it names, or that of the milestone, or none', () => {
    expect(valueSentBy({ value: ZERO }, WORTH)).toEqual(ZERO);
    expect(valueSentBy({ value: 'milestone' }, WORTH)).toEqual(WORTH);
    expect(valueSentBy({ value: 'milestone' }, null)).toBeNull();
    expect(valueSentBy({}, WORTH)).toBeNull();
  });

  it('that corrects stands in place of what the table changes, and telling stops all the same', () => {
    expect(actionsFor('neverExisted', [{ retract: 'received' }])).toEqual([
      { do: 'takeBack', stage: 'lead' },
      { do: 'stop' },
      { do: 'aside', stage: 'suppressed' },
    ]);
    expect(actionsFor('realButLost', [{ restate: 'won', value: ZERO }])).toEqual([
      { do: 'restate', stage: 'won', to: 'given' },
      { do: 'aside', stage: 'lost' },
    ]);
  });

  it('that there is none of leaves the table as it is', () => {
    expect(actionsFor('fraud', [])).toBe(ACTIONS.fraud);
  });

  it('corrects where it names what it takes back or restates', () => {
    expect([{ retract: 'won' }, { restate: 'won' }, { event: 'retract' }].map(isCorrection)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
