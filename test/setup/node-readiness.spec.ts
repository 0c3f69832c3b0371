import { describe, expect, it } from '@jest/globals';
import { type NodeState, nodeReadiness } from '../../src/setup/engine-state.js';

const WELL: NodeState = { isStopping: false, hasDatabase: true, engine: 'ok', isLoopHeld: false, isDiskFull: false };
const ALL_OK = { database: 'ok', engine: 'ok', eventLoop: 'ok', disk: 'ok' };

describe('a node', () => {
  it('is ready while nothing keeps it from serving requests', () => {
    expect(nodeReadiness(WELL)).toEqual({ status: 'ok', ...ALL_OK });
  });

  it.each<[string, Partial<NodeState>, object]>([
    ['its database does not answer', { hasDatabase: false }, { database: 'unreachable' }],
    ['its engine takes no steps', { engine: 'still' }, { engine: 'still' }],
    ['its engine is stuck, which for requests is the same', { engine: 'stuck' }, { engine: 'still' }],
    ['its event loop is held', { isLoopHeld: true }, { eventLoop: 'held' }],
    ['its disk is full', { isDiskFull: true }, { disk: 'full' }],
  ])('is not ready while %s, and says so', (_, state, said) => {
    expect(nodeReadiness({ ...WELL, ...state })).toEqual({ status: 'unavailable', ...ALL_OK, ...said });
  });

  it('that stops is not ready, although it still does all of its work', () => {
    expect(nodeReadiness({ ...WELL, isStopping: true })).toEqual({ status: 'stopping', ...ALL_OK });
  });

  it('that stops reports that first, and still what is wrong', () => {
    expect(nodeReadiness({ ...WELL, isStopping: true, isDiskFull: true })).toEqual({
      status: 'stopping',
      ...ALL_OK,
      disk: 'full',
    });
  });
});
