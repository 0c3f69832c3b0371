import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { Environment, Role } from '../../src/platform/running/environment.js';
import { Periodic, type Run, type Task } from '../../src/platform/running/periodic.sweep.js';

const EVERY_MS = 1_000;

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

/** A task whose runs end when the test says so. */
class Work implements Task {
  readonly everyMs = EVERY_MS;
  readonly failing = 'It falls behind';
  begun = 0;
  goOn = () => true;
  private ends: { end: () => void; fail: (error: Error) => void }[] = [];

  constructor(
    readonly name: string,
    readonly onEveryRole = false,
    readonly mayOverlap = false,
  ) {}

  run(goOn: () => boolean): Promise<void> {
    this.begun += 1;
    this.goOn = goOn;
    return new Promise((end, fail) => this.ends.push({ end, fail }));
  }

  end(): void {
    this.ends.shift()!.end();
  }

  fail(error = new Error('No words')): void {
    this.ends.shift()!.fail(error);
  }
}

function aNode(role: Role, ...tasks: readonly Task[]): Periodic {
  const periodic = new Periodic(new SchedulerRegistry(), { role } as Environment);
  for (const task of tasks) periodic.add(task);
  periodic.onApplicationBootstrap();
  return periodic;
}

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe('a task', () => {
  it('runs again and again, first one interval after the start', async () => {
    const work = new Work('words');
    aNode('all', work);
    await pass(EVERY_MS - 1);
    expect(work.begun).toBe(0);
    await pass(1);
    work.end();
    await pass(EVERY_MS);
    expect(work.begun).toBe(2);
  });

  it('runs a second apart from others with the same interval', async () => {
    const minute = { everyMs: 60_000 };
    const tasks = [Object.assign(new Work('packing'), minute), Object.assign(new Work('words'), minute)];
    aNode('all', ...tasks);
    await pass(60_000);
    expect(tasks.map(({ begun }) => begun)).toEqual([1, 0]);
    await pass(1_000);
    expect(tasks.map(({ begun }) => begun)).toEqual([1, 1]);
  });

  it('does not begin again before its last run has ended', async () => {
    const work = new Work('words');
    const periodic = aNode('all', work);
    await pass(3 * EVERY_MS);
    expect([work.begun, periodic.begin(work)]).toEqual([1, null]);
    work.end();
    await pass(EVERY_MS);
    expect(work.begun).toBe(2);
  });

  it('begins again meanwhile if its runs may overlap', async () => {
    const work = new Work('push', false, true);
    aNode('all', work);
    await pass(3 * EVERY_MS);
    expect(work.begun).toBe(3);
  });

  it.each<[Role, number, number]>([
    ['all', 1, 1],
    ['worker', 1, 1],
    ['api', 0, 1],
  ])('of the engine does not run on an api node, and one of every node does: %s', async (role, engine, every) => {
    const [ours, everywhere] = [new Work('words'), new Work('time', true)];
    const periodic = aNode(role, ours, everywhere);
    await pass(EVERY_MS);
    expect([ours.begun, everywhere.begun]).toEqual([engine, every]);
    if (engine === 0) expect(periodic.begin(ours)).toBeNull();
  });

  it('that fails is logged with its consequence, and begins again', async () => {
    const logged = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const work = new Work('words');
    aNode('all', work);
    await pass(EVERY_MS);
    work.fail();
    await pass(EVERY_MS);
    expect(logged.mock.calls).toEqual([['It falls behind: No words']]);
    expect(work.begun).toBe(2);
  });

  it('that keeps failing is logged once a minute, and at once after a success in between', async () => {
    const logged = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const work = new Work('words');
    aNode('all', work);
    const failTimes = async (times: number) => {
      for (let failed = 0; failed < times; failed += 1) {
        await pass(EVERY_MS);
        work.fail();
        await pass(0);
      }
      return logged.mock.calls.length;
    };
    expect(await failTimes(60)).toBe(1);
    expect(await failTimes(2)).toBe(2);
    await pass(EVERY_MS);
    work.end();
    expect(await failTimes(2)).toBe(3);
  });

  it('that cannot reach the database is logged once with all others, and once more when one of them can', async () => {
    const lines: unknown[] = [];
    for (const level of ['error', 'warn', 'log'] as const)
      jest.spyOn(Logger.prototype, level).mockImplementation((line) => void lines.push(`${level}: ${line}`));
    const tasks = ['words', 'packing'].map((name) => new Work(name));
    const unrelated = new Work('mail');
    aNode('all', ...tasks, unrelated);
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
    for (let seconds = 0; seconds < 90; seconds += 1) {
      await pass(EVERY_MS);
      for (const task of tasks) task.fail(refused);
      unrelated.end();
      await pass(0);
    }
    expect(lines).toEqual([
      'warn: The database cannot be reached, so what is due waits: connect ECONNREFUSED 127.0.0.1:5432',
    ]);
    for (let seconds = 0; seconds < 2; seconds += 1) {
      await pass(EVERY_MS);
      for (const task of tasks) task.end();
      await pass(0);
    }
    expect(lines.slice(1)).toEqual(['log: The database can be reached again, after 90 s']);
  });

  it('that fails over personal input is logged without that input', async () => {
    const logged = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const work = Object.assign(new Work('deliveries'), { why: () => 'TypeError' });
    aNode('all', work);
    await pass(EVERY_MS);
    work.fail();
    await pass(0);
    expect(logged.mock.calls).toEqual([['It falls behind: TypeError']]);
  });

  it('is reported after each run, with its duration and result', async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const work = new Work('words');
    const runs: Run[] = [];
    const periodic = aNode('all', work);
    periodic.onRun((run) => runs.push(run));
    await pass(EVERY_MS);
    await pass(400);
    work.end();
    await pass(600);
    work.fail();
    await pass(0);
    expect(runs).toEqual([
      { task: 'words', tookMs: 400, isFailed: false },
      { task: 'words', tookMs: 0, isFailed: true },
    ]);
  });
});

it('a stopping node begins no task, signals running ones to end, and waits for them', async () => {
  const [work, other] = [new Work('words'), new Work('reports')];
  const periodic = aNode('all', work);
  await pass(EVERY_MS);
  expect(work.goOn()).toBe(true);
  let isStopped = false;
  const stopping = periodic.beforeApplicationShutdown().then(() => {
    isStopped = true;
  });
  await pass(2 * EVERY_MS);
  expect([work.begun, work.goOn(), isStopped, periodic.begin(other)]).toEqual([1, false, false, null]);
  work.end();
  await stopping;
});
