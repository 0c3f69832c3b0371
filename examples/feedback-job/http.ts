import { setTimeout as pause } from 'node:timers/promises';

export interface Question {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  /** Null where none came in time. */
  readonly status: number | null;
  readonly text: string;
  /** Parsed; undefined where it is no JSON. */
  readonly json: unknown;
  /** It was asked before, and that may have arrived. */
  readonly isAgain?: boolean;
}

const NONE: Answer = { status: null, text: '', json: undefined };
const LONGEST_MS = 20_000;
const TRIES = 4;

/** Asks over HTTP. */
export class Http {
  /**
   * @param bases where requests to a host go instead: a gateway, or a simulation of the platform
   * @param firstPauseMs before it tries again; twice as long each time
   */
  constructor(
    private readonly bases: ReadonlyMap<string, string>,
    private readonly firstPauseMs: number,
  ) {}

  /**
   * Asks again where no answer comes, or the server fails. The text stays the same, and with it the keys by which a
   * platform knows what it has been told before.
   */
  async ask(question: Question): Promise<Answer> {
    let answer = await this.askOnce(question);
    for (let again = 1; again < TRIES && (answer.status === null || answer.status >= 500); again += 1) {
      await pause(this.firstPauseMs * 2 ** (again - 1));
      answer = { ...(await this.askOnce(question)), isAgain: true };
    }
    return answer;
  }

  private async askOnce({ url, ...asked }: Question): Promise<Answer> {
    try {
      const signal = AbortSignal.timeout(LONGEST_MS);
      // Whoever redirects would be sent the credentials, too.
      const answer = await fetch(this.placeOf(url), { ...asked, signal, redirect: 'manual' });
      const text = await answer.text();
      const json = parsed(text);
      // A page of whoever stands in between, or an answer that was cut short: nobody knows what was taken.
      if (answer.ok && text.trim() !== '' && json === undefined) return NONE;
      return { status: answer.status, text, json };
    } catch {
      return NONE;
    }
  }

  private placeOf(url: string): string {
    const { hostname, pathname, search } = new URL(url);
    const base = this.bases.get(hostname);
    return base === undefined ? url : `${base}${pathname}${search}`;
  }
}

/** A field of what was parsed, whatever that is. */
export function part(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (found, name) =>
      typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[name] : undefined,
    value,
  );
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textFrom(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
