import { expect, it } from '@jest/globals';
import { Listener } from '../../src/deliveries/streams/listener.js';

it('a listener that was cut off gets nothing more, even if it has not read everything yet', async () => {
  const listener = new Listener({ epoch: 1, xid: '1', seq: 1 } as never, { keyId: 'key', credential: 'key' });
  const failures: unknown[] = [];
  listener.stream.on('error', (error) => failures.push(error));
  listener.push('one');
  listener.end();
  listener.push('two');
  expect(listener.isGone).toBe(true);
  expect(String(listener.stream.read())).toBe('one');
  await new Promise(setImmediate);
  expect(failures).toEqual([]);
});
