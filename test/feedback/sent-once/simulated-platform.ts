import type { Stage } from '../../../src/feedback/delivery.js';
import type { OutgoingMessage } from '../../../src/feedback/dispatch/outgoing.js';
import type { Platform } from '../../../src/feedback/platform.js';
import { MS_PER_HOUR } from '../../../src/platform/values/duration.js';
import { decode } from './decode.js';

export interface CountedStage {
  readonly stage: Stage;
  /** How often it counts; more than once is an error. */
  times: number;
  value: number | null;
  isRetracted: boolean;
  lastAt: number;
}

export interface Body {
  readonly format: OutgoingMessage['format'];
  readonly text: string;
}

/** For how long a platform recognises a key; a later item with that key counts once more. */
const KNOWS_FOR_MS: Readonly<Partial<Record<Platform, number>>> = {
  meta: 48 * MS_PER_HOUR,
  tiktok: 48 * MS_PER_HOUR,
  linkedin: 48 * MS_PER_HOUR,
};

/** The platform's error for an item; null if it accepted it. */
export type PlatformError = { readonly code: string; readonly retry: boolean } | null;
export type Mood = 'takes' | 'later' | 'never';

/**
 * A platform that behaves as its vendor's documentation says: it reads the texts that are sent, counts, and changes
 * only what it knows.
 */
export class SimulatedPlatform {
  readonly conversions = new Map<string, CountedStage>();
  /** Requests that must not have been made. */
  readonly complaints: string[] = [];
  private readonly arrivals = new Map<string, number>();

  constructor(private readonly platform: Platform) {}

  receive({ format, text }: Body, now: number, moodOf: (index: number) => Mood): PlatformError[] {
    return decode(this.platform, format, text).map((message, index) => {
      const mood = moodOf(index);
      if (mood === 'later') return { code: 'SLOW_DOWN', retry: true };
      if (mood === 'never') return { code: 'NOT_THIS', retry: false };
      const { key, stage, value, isUpsert } = message;
      const known = this.conversions.get(key);
      if (message.what === 'count') return this.count(key, stage, value, isUpsert, known, now);
      if (known === undefined) {
        this.complaints.push(`${message.what} of ${key}, which it does not know`);
        return { code: 'CONVERSION_NOT_FOUND', retry: false };
      }
      if (known.isRetracted) {
        if (message.what === 'restate') this.complaints.push(`restate of ${key}, which was taken back`);
        return null;
      }
      if (message.at !== null && message.at <= known.lastAt && message.what === 'restate' && known.value !== value)
        this.complaints.push(`restate of ${key} that is older than what it changes`);
      if (message.at !== null) known.lastAt = message.at;
      if (message.what === 'retract') known.isRetracted = true;
      else known.value = value;
      return null;
    });
  }

  know(key: string, stage: Stage): void {
    this.conversions.set(key, { stage, times: 1, value: null, isRetracted: false, lastAt: 0 });
  }

  /** How often a stage counts now. @param whose counts only keys that contain this */
  timesOf(stage: Stage, whose = ''): number {
    return this.of(stage, whose).reduce((sum, { times }) => sum + times, 0);
  }

  valueOf(stage: Stage, whose = ''): number | null {
    return this.of(stage, whose)[0]?.value ?? null;
  }

  private of(stage: Stage, whose: string): CountedStage[] {
    return [...this.conversions]
      .filter(([key, each]) => each.stage === stage && !each.isRetracted && key.includes(whose))
      .map(([, each]) => each);
  }

  private count(
    key: string,
    stage: Stage,
    value: number | null,
    isUpsert: boolean,
    known: CountedStage | undefined,
    now: number,
  ): PlatformError {
    if (known === undefined) {
      this.conversions.set(key, { stage, times: 1, value, isRetracted: false, lastAt: 0 });
      return null;
    }
    if (isUpsert) {
      known.value = value;
      return null;
    }
    const knowsForMs = KNOWS_FOR_MS[this.platform];
    // Other platforms ignore a known item silently.
    if (this.platform === 'googleAds') return { code: 'CLICK_CONVERSION_ALREADY_EXISTS', retry: true };
    if (knowsForMs !== undefined && now >= this.firstAt(key, now) + knowsForMs) known.times += 1;
    return null;
  }

  private firstAt(key: string, now: number): number {
    return this.arrivals.get(key) ?? now;
  }

  remember(now: number): void {
    for (const key of this.conversions.keys()) if (!this.arrivals.has(key)) this.arrivals.set(key, now);
  }
}
