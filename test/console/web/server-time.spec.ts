import { expect, it } from '@jest/globals';
import { ServerTime } from '../../../src/console/web/live/server-time.js';

let here = 1_000_000;
const clock = () => here;

it.each([7 * 60_000, -7 * 60_000])(
  'a computer whose clock is wrong by %d ms knows the time of the server',
  (wrongMs) => {
    const time = new ServerTime(clock);
    const sentAt = here;
    here += 80;
    time.read(sentAt + 40 - wrongMs, sentAt);
    expect(time.now()).toBe(here - wrongMs);
  },
);

it('a fast answer takes precedence over a slow one, and over a beat', () => {
  const time = new ServerTime(clock);
  time.read(here + 5_000, here - 20);
  const known = time.now();
  time.read(here + 5_400, here - 900);
  time.read(here + 4_700);
  expect(time.now()).toBe(known);
});

it('a corrected clock is followed', () => {
  const time = new ServerTime(clock);
  time.read(here, here);
  time.read(here + 60_000);
  expect(time.now()).toBe(here + 60_000);
});
