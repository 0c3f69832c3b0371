import { describe, expect, it } from '@jest/globals';
import { Listener } from '../../src/deliveries/streams/listener.js';

const START = { epoch: 1, xid: '1', seq: 0 };
const OF = { keyId: 'key', credential: 'key' };

describe('a listener', () => {
  it('is stalled if it has read none of its backlog by the next check, however much is added', () => {
    const listener = new Listener(START, OF);
    listener.sendAll(['ä'.repeat(100)]);
    expect(listener.takesNothing()).toBe(false);
    listener.sendAll(['more', 'ü']);
    expect(listener.takesNothing()).toBe(true);
    listener.stream.read();
    expect(listener.takesNothing()).toBe(false);
    listener.sendAll(['again']);
    expect([listener.takesNothing(), listener.takesNothing()]).toEqual([false, true]);
  });

  it('with an empty backlog is not stalled', () => {
    const listener = new Listener(START, OF);
    expect([listener.takesNothing(), listener.takesNothing(), listener.takesNothing()]).toEqual([false, false, false]);
  });
});
