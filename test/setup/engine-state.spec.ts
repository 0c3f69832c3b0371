import { describe, expect, it } from '@jest/globals';
import { engineState } from '../../src/setup/engine-state.js';
import { MINUTE, SECOND } from '../support/instants.js';

describe('the state of an engine', () => {
  it.each([
    ['takes steps', 0, 0, 'ok'],
    ['took a step 15 seconds ago', 15 * SECOND, 15 * SECOND, 'ok'],
    ['took its last step longer ago', 15 * SECOND + 1, 0, 'still'],
    ['has failed for an hour, because a restart would fail as well', 60 * MINUTE, SECOND, 'still'],
    ['neither took a step nor failed for five minutes', 5 * MINUTE, 5 * MINUTE, 'still'],
    ['did neither for longer', 5 * MINUTE + 1, 5 * MINUTE + 1, 'stuck'],
  ])('that %s', (_, idleMs, silentMs, state) => {
    expect(engineState({ idleMs, silentMs })).toBe(state);
  });
});
