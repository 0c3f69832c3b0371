import { describe, expect, it } from '@jest/globals';
import { ACTIONS, actionsFor, isCorrection, valueSentBy } from '../../src/feedback/planning/trigger.js';
import { WORTH, ZERO } from './maya.js';

describe('a rule of a destination', () => {
  it('sends the value that it names, that of the milestone, or none', () => {
    expect(valueSentBy({ value: ZERO }, WORTH)).toEqual(ZERO);
    expect(valueSentBy({ value: 'milestone' }, WORTH)).toEqual(WORTH);
    expect(valueSentBy({ value: 'milestone' }, null)).toBeNull();
    expect(valueSentBy({}, WORTH)).toBeNull();
  });

  it('that corrects replaces the corrections of the table, and sending still stops', () => {
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

  it('leaves the table unchanged if it is absent', () => {
    expect(actionsFor('fraud', [])).toBe(ACTIONS.fraud);
  });

  it('is a correction if it retracts or restates', () => {
    expect([{ retract: 'won' }, { restate: 'won' }, { event: 'retract' }].map(isCorrection)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
