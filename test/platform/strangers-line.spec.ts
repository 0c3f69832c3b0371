import { describe, expect, it } from '@jest/globals';
import { networkOf } from '../../src/platform/strangers/network.js';
import { StrangersLine } from '../../src/platform/strangers/strangers-line.js';

/** A line in which nobody's turn comes before `round` is called. */
function lineOf({ places = 1, longest = 10 } = {}) {
  const rounds: (() => void)[] = [];
  const line = new StrangersLine((goOn) => rounds.push(goOn), places, longest);
  const [turns, away, gone] = [[] as string[], [] as string[], new Set<string>()];
  const enter = (name: string, request = name) =>
    line.enter(name, {
      isGone: () => gone.has(request),
      goOn: () => turns.push(request),
      turnAway: () => away.push(request),
    });
  const round = () => rounds.shift()?.();
  return { line, enter, round, turns, away, gone };
}

describe('the line of strangers', () => {
  it('lets one continue in each round of the event loop, and none at once', () => {
    const { enter, round, turns } = lineOf({ places: 5 });
    for (const name of ['a', 'b', 'c']) enter(name);
    expect(turns).toEqual([]);
    round();
    expect(turns).toEqual(['a']);
    round();
    expect(turns).toEqual(['a', 'b']);
  });

  it('goes by name, however many requests each has', () => {
    const { enter, round, turns } = lineOf({ places: 5 });
    for (const request of ['a1', 'a2', 'a3', 'b1', 'b2']) enter(request[0]!, request);
    for (let turn = 0; turn < 5; turn += 1) round();
    expect(turns).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
  });

  it('waits for a place', () => {
    const { line, enter, round, turns } = lineOf({ places: 2 });
    for (const name of ['a', 'b', 'c']) enter(name);
    for (let turn = 0; turn < 5; turn += 1) round();
    expect(turns).toEqual(['a', 'b']);
    line.leave();
    round();
    expect(turns).toEqual(['a', 'b', 'c']);
  });

  it('turns the latest of the name with the most away when it is full', () => {
    const { enter, round, turns, away } = lineOf({ places: 9, longest: 3 });
    for (const request of ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'd1']) enter(request[0]!, request);
    expect(away).toEqual(['a4', 'a3', 'a2', 'd1']);
    for (let turn = 0; turn < 5; turn += 1) round();
    expect(turns).toEqual(['a1', 'b1', 'c1']);
  });

  it('spends no turn on a request whose sender has hung up', () => {
    const { enter, round, turns, gone } = lineOf();
    for (const name of ['a', 'b', 'c']) enter(name);
    gone.add('a').add('b');
    round();
    expect(turns).toEqual(['c']);
  });
});

describe('the source of a request', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('of %s is %s', (address, source) => {
    expect(networkOf(address)).toBe(source);
  });
});
