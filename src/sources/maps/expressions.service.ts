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
type Evaluated =
  | { readonly value?: unknown }
  /** Stopped for its time, so that it counts towards a pause. */
  | { readonly failure: string; readonly isStopped?: true };
/** And when it can be asked for again, if it has no value for a passing reason. */
type Answer = { readonly results: Evaluated[]; readonly againAt: Instant | null };

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
/** So many of a connection wait for their turn at most: each keeps those of others waiting. */
const QUEUED_MAX = 50;
const QUEUE_FULL = 'Too many expressions of this connection wait to be evaluated.';
/** Until a passing fault has probably passed. */
const AGAIN_AFTER_MS = 30 * MS_PER_SECOND;

/** A map whose expressions are values. */
export interface ResolvedMap {
  readonly map: WrittenMap | null;
  /** Why an expression has no value, by field. */
  readonly failures: Readonly<Record<string, string>>;
  /** When to resolve it again, if expressions have no value for a passing reason, which is none of their own; else null. */
  readonly againAt: Instant | null;
}

/**
 * Evaluates expressions of maps in a thread of their own, one payload at a time: neither an expression without an end
 * nor one that wants all memory holds up the program.
 */
@Injectable()
export class Expressions implements OnApplicationShutdown {
  private readonly complaints = new Complaints('connections');
  private worker: Promise<Worker> | null = null;
  /** How many wait for their turn, by what pauses them. */
  private readonly queued = new Map<string, number>();
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
    if (asked.length === 0) return { map, failures: {}, againAt: null };
    const texts = asked.map(({ text }) => text);
    const pausedBy = isTried ? `try of ${id}` : id;
    const { results, againAt } = await this.inTurn(pausedBy, texts, payload);
    const resolved: Record<string, WrittenMap[string]> = { ...map };
    const failures: Record<string, string> = {};
    for (const [index, { field }] of asked.entries()) {
      const result = results[index]!;
      delete resolved[field];
      if ('failure' in result) failures[field] = result.failure;
      // A value of any shape: what does not fit its field becomes an attribute, as what arrives does.
      else if (result.value !== undefined) resolved[field] = { value: result.value as string };
    }
    return { map: resolved, failures, againAt };
  }

  async onApplicationShutdown(): Promise<void> {
    await (await this.worker?.catch(() => null))?.terminate();
  }

  private async started(): Promise<Worker | null> {
    this.worker ??= startThread().then((worker) =>
      // Whoever comes next is not to be blamed for a thread that ended while nothing was asked of it.
      worker.once('exit', () => {
        this.worker = null;
      }),
    );
    try {
      return await this.worker;
    } catch (error) {
      this.worker = null;
      this.complaints.warn(`Expressions cannot be evaluated: ${whyOf(error)}`);
      return null;
    }
  }

  private async inTurn(pausedBy: string, expressions: readonly string[], payload: unknown): Promise<Answer> {
    const queued = this.queued.get(pausedBy) ?? 0;
    if (queued >= QUEUED_MAX) return allHave(expressions, QUEUE_FULL, this.time.now() + AGAIN_AFTER_MS);
    this.queued.set(pausedBy, queued + 1);
    const next = this.last.then(() => this.evaluate(pausedBy, expressions, payload));
    this.last = next.catch(() => undefined);
    try {
      return await next;
    } finally {
      const left = this.queued.get(pausedBy)! - 1;
      if (left > 0) this.queued.set(pausedBy, left);
      else this.queued.delete(pausedBy);
    }
  }

  private async evaluate(pausedBy: string, expressions: readonly string[], payload: unknown): Promise<Answer> {
    const { count = 0, until = 0 } = this.stopped.get(pausedBy) ?? {};
    const now = this.time.now();
    if (count >= STOPPED_MAX && now < until) return allHave(expressions, PAUSED, until);
    const text = textOrNull(payload);
    if (text === null) return allHave(expressions, BROKEN, null);
    const worker = await this.started();
    if (worker === null) return allHave(expressions, BROKEN, now + AGAIN_AFTER_MS);
    const results = await answerOf(worker, { expressions, payload: text });
    if (results === null || results.some((each) => 'isStopped' in each))
      this.stopped.set(pausedBy, { count: now < until ? count + 1 : 1, until: now + PAUSE_MS });
    return results === null ? allHave(expressions, TOO_LONG, null) : { results, againAt: null };
  }
}

function allHave(expressions: readonly string[], failure: string, againAt: Instant | null): Answer {
  return { results: expressions.map(() => ({ failure })), againAt };
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
