import { describe, expect, it } from '@jest/globals';
import { Listener } from '../../src/deliveries/streams/listener.js';

const START = { epoch: 1, xid: '1', seq: 0 };

describe('a listener', () => {
  it('takes nothing where it leaves all that waits from one look to the next, however much is added', () => {
    const listener = new Listener(START, 'key');
    listener.sendAll(['ä'.repeat(100)]);
    expect(listener.takesNothing()).toBe(false);
    listener.sendAll(['more', 'ü']);
    expect(listener.takesNothing()).toBe(true);
    listener.stream.read();
    expect(listener.takesNothing()).toBe(false);
    listener.sendAll(['again']);
    expect([listener.takesNothing(), listener.takesNothing()]).toEqual([false, true]);
  });

  it('that has nothing to take is as well as any', () => {
    const listener = new Listener(START, 'key');
    expect([listener.takesNothing(), listener.takesNothing(), listener.takesNothing()]).toEqual([false, false, false]);
  });
});
