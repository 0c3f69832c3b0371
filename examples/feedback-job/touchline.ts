import { randomUUID } from 'node:crypto';
import { textsIn } from './exact-texts.js';
import { type Answer, type Http, listOf, part, textFrom } from './http.js';

/** A request, ready to be posted by whoever has the credentials. */
export interface Request {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** To be posted as it is. */
  readonly text: string;
  /** The ids of what is in it, in its order. */
  readonly items: readonly string[];
}

export interface Batch {
  readonly id: string;
  readonly items: readonly string[];
  readonly requests: readonly Request[];
}

/** An item that was not simply taken. What its code means there, Touchline knows. */
export interface Failed {
  readonly id: string;
  readonly code: string;
  readonly message: string;
  readonly retry?: boolean;
  /** It may have been taken before that was answered. */
  readonly mayHaveLeft?: boolean;
}

/** `lapsed`: somebody else has it by now, or has reported on it, and nothing was changed. */
export type Reported = 'done' | 'stopped' | 'lapsed';

/** What only a person can set right. */
export class Trouble extends Error {}

/** The API of Touchline, as far as a job needs it. */
export class Touchline {
  constructor(
    private readonly http: Http,
    private readonly url: string,
    private readonly key: string,
  ) {}

  /** @returns null where nothing is due. @throws Trouble where the destination is stopped, or there is none */
  async lease(destinationId: string, limit: number): Promise<Batch | null> {
    const answer = await this.post(`${destinationId}/batches`, { limit, format: 'json' });
    if (answer.status !== 200) throw new Trouble(problemOf(answer));
    const id = part(answer.json, 'batchId');
    if (typeof id !== 'string') return null;
    const texts = textsIn(answer.text, 'requests');
    const requests = listOf(part(answer.json, 'targets')).map((target, index) => ({
      ...(target as Omit<Request, 'text'>),
      text: texts[index]!,
    }));
    return { id, items: listOf(part(answer.json, 'items')).map((item) => textFrom(part(item, 'id'))), requests };
  }

  /** Says what became of a batch. What is not named as failed was sent, or with `sent: false` was not. */
  acknowledge(destinationId: string, batchId: string, said: { sent: boolean; failed: readonly Failed[] }) {
    return this.report(`${destinationId}/batches/${batchId}/ack`, { ...said, failed: said.failed.map(reportable) });
  }

  /** Says what the platform made of it later. */
  conclude(destinationId: string, batchId: string, said: { accepted: readonly string[]; failed: readonly Failed[] }) {
    return this.report(`${destinationId}/batches/${batchId}/outcome`, { ...said, failed: said.failed.map(reportable) });
  }

  private async report(path: string, said: object): Promise<Reported> {
    const answer = await this.post(path, said);
    if (answer.status === 409) return 'lapsed';
    if (answer.status !== 200) throw new Trouble(problemOf(answer));
    return part(answer.json, 'stopped') === true ? 'stopped' : 'done';
  }

  /** Where an answer is lost on its way, the same request gets the same answer. */
  private post(path: string, body: object): Promise<Answer> {
    const headers = {
      authorization: `Bearer ${this.key}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    };
    const url = `${this.url}/v1/feedback/destinations/${path}`;
    return this.http.ask({ method: 'POST', url, headers, body: JSON.stringify(body) });
  }
}

/** A report is taken whole or not at all: what a platform says must not be what refuses it. */
function reportable({ code, message, ...rest }: Failed): Failed {
  return { ...rest, code: plain(code, 100) || 'UNKNOWN', message: plain(message, 500) };
}

function plain(text: string, most: number): string {
  const clean = text.replace(/[\p{Cc}\p{Cs}\p{M}]+/gu, ' ').trim();
  return [...clean].slice(0, most).join('');
}

function problemOf({ status, json }: Answer): string {
  if (status === null) return 'Touchline does not answer';
  return textFrom(part(json, 'detail')) || textFrom(part(json, 'title')) || `Touchline answers ${status}`;
}
