import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { Complaints } from '../../platform/running/complaints.js';
import { whyOf } from '../../platform/running/failure.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { type Instant, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';
import { EXPRESSION_WORKER } from './expression-worker.js';
import { expressionsOf } from './expressions.js';
import type { WrittenMap } from './payload-map.schema.js';

/** What an expression came to. */
type Evaluated = { readonly value?: unknown } | { readonly failure: string };

/** Limits of JSONata itself, by which most expressions without an end stop with a reason. */
const LIMITS = { timeout: 300, stack: 200, sequence: 10_000 };
const RESULT_MAX = 20_000;
/** All else ends with its thread. It is long, as a busy machine may hardly run it. */
const TAKES_MAX_MS = 3 * MS_PER_SECOND;
const MEMORY = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };
const TOO_LONG = 'It took too long or too much memory, and was stopped.';
/** A connection whose expressions are stopped so often does without them for a while, so that others are not kept. */
const STOPPED_MAX = 3;
const PAUSE_MS = 5 * MS_PER_MINUTE;
const PAUSED = 'Expressions of this connection were stopped several times, and are not evaluated for some minutes.';
const BROKEN = 'It cannot be evaluated.';

/** A map whose expressions are values. */
export interface ResolvedMap {
  readonly map: WrittenMap | null;
  /** Why an expression has no value, by field. */
  readonly failures: Readonly<Record<string, string>>;
}

/**
 * Evaluates expressions of maps in a thread of their own, one payload at a time: neither an expression without an end
 * nor one that wants all memory holds up the program.
 */
@Injectable()
export class Expressions implements OnApplicationShutdown {
  private readonly complaints = new Complaints('connections');
  private worker: Promise<Worker> | null = null;
  private last: Promise<unknown> = Promise.resolve();
  /** By connection, and apart from it by tries of it. */
  private readonly stopped = new Map<string, { readonly count: number; readonly until: Instant }>();

  constructor(private readonly time: TimeSource) {}

  /** Never throws. @param isTried whether nothing arrived: what a try stops never pauses its connection */
  async resolve(
    { id, map }: { readonly id: string; readonly map: WrittenMap | null },
    payload: unknown,
    { isTried = false }: { readonly isTried?: boolean } = {},
  ): Promise<ResolvedMap> {
    const asked = expressionsOf(map ?? {});
    if (asked.length === 0) return { map, failures: {} };
    const texts = asked.map(({ text }) => text);
    const pausedBy = isTried ? `try of ${id}` : id;
    const results = await this.inTurn(() => this.evaluate(pausedBy, texts, payload));
    const resolved: Record<string, WrittenMap[string]> = { ...map };
    const failures: Record<string, string> = {};
    for (const [index, { field }] of asked.entries()) {
      const result = results[index]!;
      delete resolved[field];
      if ('failure' in result) failures[field] = result.failure;
      // A value of any shape: what does not fit its field becomes an attribute, as what arrives does.
      else if (result.value !== undefined) resolved[field] = { value: result.value as string };
    }
    return { map: resolved, failures };
  }

  async onApplicationShutdown(): Promise<void> {
    await (await this.worker?.catch(() => null))?.terminate();
  }

  private async started(): Promise<Worker | null> {
    this.worker ??= startThread();
    try {
      return await this.worker;
    } catch (error) {
      this.worker = null;
      this.complaints.warn(`Expressions cannot be evaluated: ${whyOf(error)}`);
      return null;
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.last.then(work);
    this.last = next.catch(() => undefined);
    return next;
  }

  private async evaluate(pausedBy: string, expressions: readonly string[], payload: unknown): Promise<Evaluated[]> {
    const allHave = (failure: string) => expressions.map(() => ({ failure }));
    const { count = 0, until = 0 } = this.stopped.get(pausedBy) ?? {};
    const now = this.time.now();
    if (count >= STOPPED_MAX && now < until) return allHave(PAUSED);
    const text = textOrNull(payload);
    const worker = text === null ? null : await this.started();
    if (worker === null) return allHave(BROKEN);
    const results = await answerOf(worker, { expressions, payload: text });
    if (results !== null) return results;
    this.worker = null;
    this.stopped.set(pausedBy, { count: now < until ? count + 1 : 1, until: now + PAUSE_MS });
    return allHave(TOO_LONG);
  }
}

/** What is nested too deeply cannot be written. */
function textOrNull(payload: unknown): string | null {
  try {
    return JSON.stringify(payload);
  } catch {
    return null;
  }
}

/**
 * Starts a thread, and waits until it has loaded what it needs, which is not counted.
 * @param program reports `ready` once it has
 * @throws Error if it ends before
 */
export async function startThread(program = EXPRESSION_WORKER): Promise<Worker> {
  const path = createRequire(import.meta.url).resolve('jsonata');
  const workerData = { path, limits: LIMITS, resultMax: RESULT_MAX };
  // Without the settings of the program, of which some are secrets.
  const worker = new Worker(program, {
    eval: true,
    env: {},
    execArgv: [],
    workerData,
    resourceLimits: MEMORY,
  });
  worker.unref();
  // A thread may report more than one error. Without a listener, one would end the program.
  worker.on('error', () => undefined);
  await new Promise((resolve, reject) => {
    const end = (code: number) => reject(new Error(`The thread ended with ${code} before it was ready.`));
    worker.once('message', resolve).once('error', reject).once('exit', end);
  });
  return worker;
}

/** @returns null if the thread was stopped */
async function answerOf(worker: Worker, job: object): Promise<Evaluated[] | null> {
  const results = await new Promise<Evaluated[] | null>((resolve) => {
    // Only these listeners are taken away again: the thread has some of its own.
    const end = (answer: Evaluated[] | null) => {
      clearTimeout(timer);
      worker.off('message', end).off('error', fail).off('exit', fail);
      resolve(answer);
    };
    const fail = () => end(null);
    const timer = setTimeout(fail, TAKES_MAX_MS);
    worker.on('message', end).on('error', fail).on('exit', fail).postMessage(job);
  });
  if (results === null) await worker.terminate();
  return results;
}
