import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { programFile } from '../support/program.js';

/** Long enough that only a hanging program exceeds them, not a slow machine. */
const START_WITHIN_MS = 300_000;
const TOUR_WITHIN_MS = 300_000;
const BETWEEN_BLOCKS = '--- the next block of the tour ---';

/** Commands of the tour and their output in docs/tour.md: `…` matches any text, and alone on a line any lines. */
interface Step {
  readonly commands: string;
  readonly shown: readonly string[];
}

const tour = readFileSync('docs/tour.md', 'utf8');
const hasCurl = spawnSync('curl', ['--version']).status === 0;
if (!hasCurl) console.warn('The tour is not tried: there is no curl.');

function stepsOf(markdown: string): Step[] {
  const blocks = markdown.matchAll(/^```sh\n(?<commands>.*?)^```\n\n```text\n(?<shown>.*?)^```\n/gms);
  return [...blocks].map(({ groups }) => ({
    commands: groups!.commands!,
    shown: groups!.shown!.trimEnd().split('\n'),
  }));
}

/** @returns the first line that differs, and what was printed there */
function differenceOf(shown: readonly string[], printed: readonly string[]): { shown: string; printed: string } | null {
  const end = shown.indexOf('…');
  const expected = end < 0 ? shown : shown.slice(0, end);
  const count = end < 0 ? Math.max(shown.length, printed.length) : end;
  for (let line = 0; line < count; line += 1) {
    const pattern = (expected[line] ?? 'no further line').split('…').map(escaped).join('.*');
    if (!new RegExp(`^${pattern}$`).test(printed[line] ?? ''))
      return { shown: expected[line] ?? 'no further line', printed: printed[line] ?? '' };
  }
  return null;
}

function escaped(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

describe('what docs/tour.md shows', () => {
  it('is compared with what was printed', () => {
    expect(differenceOf(['a … c', 'd'], ['a b c', 'd'])).toBeNull();
    expect(differenceOf(['a', '…'], ['a', 'b', 'c'])).toBeNull();
    expect(differenceOf(['a.c'], ['abc'])).toEqual({ shown: 'a.c', printed: 'abc' });
    expect(differenceOf(['a'], ['a', 'b'])).toEqual({ shown: 'no further line', printed: 'b' });
    expect(differenceOf(['a', 'b'], ['a'])).toEqual({ shown: 'b', printed: '' });
  });

  it('follows every block of commands of the tour', () => {
    const blocks = tour.match(/^```sh$/gm)!.length;
    expect(stepsOf(tour)).toHaveLength(blocks);
  });
});

describe('the tour', () => {
  const dataDir = mkdtempSync(join(process.env.TEST_FOLDER!, 'tour-'));
  let program: ChildProcess | undefined;
  let port: string;

  beforeAll(async () => {
    if (!hasCurl) return;
    program = spawn(process.execPath, [await programFile()], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: '0' },
    });
    const tooLate = setTimeout(() => program!.kill('SIGKILL'), START_WITHIN_MS);
    const said: string[] = [];
    for await (const line of createInterface(program.stdout!)) {
      said.push(line);
      port = /listens on http:\/\/127\.0\.0\.1:(\d+)$/.exec(line)?.[1] ?? port;
      if (port !== undefined) break;
    }
    clearTimeout(tooLate);
    program.stdout!.resume();
    if (port === undefined) throw new Error(`The program did not start: ${said.join(' ')}`);
  });

  afterAll(async () => {
    if (program === undefined || program.exitCode !== null || program.signalCode !== null) return;
    const ended = once(program, 'exit');
    program.kill('SIGTERM');
    await ended;
  });

  (hasCurl ? it : it.skip)('works when it is pasted in order, and prints what it shows', async () => {
    const steps = stepsOf(tour);
    const shell = spawn('sh', ['-u'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      timeout: TOUR_WITHIN_MS,
      env: { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: port },
    });
    shell.stdin.end(steps.map(({ commands }) => commands).join(`\necho '${BETWEEN_BLOCKS}'\n`));
    const printed = (await text(shell.stdout)).split(`${BETWEEN_BLOCKS}\n`);
    for (const [index, { commands, shown }] of steps.entries()) {
      const difference = differenceOf(shown, (printed[index] ?? '').trimEnd().split(/\r?\n/));
      expect({ commands, difference }).toEqual({ commands, difference: null });
    }
  });
});
