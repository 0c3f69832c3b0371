import { Readable } from 'node:stream';
import { expect, it } from '@jest/globals';
import { UnreadAnswers } from '../../src/platform/http/server.js';

const answer = () => new Readable({ read: () => undefined });

it('the client that has read nothing for longest is cut off when there are too many', () => {
  const unread = new UnreadAnswers(3);
  const [first, second, third, fourth, fifth] = [answer(), answer(), answer(), answer(), answer()];
  for (const each of [first, second, third]) unread.add(each);
  unread.taken(first);
  unread.add(fourth);
  expect([first, second, third, fourth].map(({ destroyed }) => destroyed)).toEqual([false, true, false, false]);
  unread.taken(second);
  unread.add(fifth);
  expect([first, third, fourth, fifth].map(({ destroyed }) => destroyed)).toEqual([false, true, false, false]);
});

it('an answer that has been read to its end takes no place', async () => {
  const unread = new UnreadAnswers(1);
  const read = Readable.from(['all of it']);
  unread.add(read);
  for await (const _ of read);
  const next = answer();
  unread.add(next);
  expect(next.destroyed).toBe(false);
});
