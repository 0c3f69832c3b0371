import { Injectable } from '@nestjs/common';
import type { FetchFunction, LogLevel } from '@slack/web-api';
import { Outbound, type OutboundAnswer } from './outbound.js';

/** Host of the addresses at which Slack takes answers to a pressed button. */
const SLACK_ANSWERS_HOST = 'hooks.slack.com';

/** All hosts that requests to Slack go to. */
export const SLACK_HOSTS: readonly string[] = ['slack.com', SLACK_ANSWERS_HOST];

/** Slack's client would otherwise also log what it sends. */
const SILENT = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => 'error' as LogLevel,
  setName: () => undefined,
};

/** A message in Slack's format: plain text for notifications, and blocks. */
type SlackMessage = Readonly<Record<string, unknown>>;

/** The channel and the timestamp of a posted message. */
interface SlackPlace {
  readonly in: string;
  readonly as: string;
}

export interface SlackAnswer {
  readonly answer: OutboundAnswer;
  /** Slack's code of the error; null if there is none, or the answer is not Slack's. */
  readonly code: string | null;
  /** Null if Slack did not accept the message. */
  readonly place: SlackPlace | null;
}

/** Calls Slack by its own client. Requests go through `Outbound`, and only once, because the queue does the retries. */
@Injectable()
export class Slack {
  constructor(private readonly outbound: Outbound) {}

  /** @param id the same whenever the same message is sent again; it is in the metadata of the message */
  post(token: string, to: string, id: string, message: SlackMessage): Promise<SlackAnswer> {
    const metadata = { event_type: 'touchline_message', event_payload: { id } };
    return this.call(token, 'chat.postMessage', { channel: to, ...message, metadata, unfurl_links: false });
  }

  update(token: string, place: SlackPlace, message: SlackMessage): Promise<SlackAnswer> {
    return this.call(token, 'chat.update', { channel: place.in, ts: place.as, ...message });
  }

  /** Returns the id of the bot's workspace, or null if Slack does not return it. */
  async workspaceOf(token: string): Promise<string | null> {
    const { answer } = await this.call(token, 'auth.test', {});
    return answer.status === 200 ? textIn(answer.text, 'team_id') : null;
  }

  /** Sends text that only the person who pressed a button can see. It is not sent again if it is lost. */
  async whisper(url: string, text: string): Promise<void> {
    if (!URL.canParse(url) || new URL(url).hostname !== SLACK_ANSWERS_HOST) return;
    const body = JSON.stringify({ response_type: 'ephemeral', replace_original: false, text });
    await this.outbound.ask({ method: 'POST', url, headers: { 'content-type': 'application/json' }, body });
  }

  private async call(token: string, method: string, options: Record<string, unknown>): Promise<SlackAnswer> {
    let answer: OutboundAnswer = { status: null, headers: {}, text: '', problem: 'No request was sent to Slack' };
    const fetch: FetchFunction = async (url, init) => {
      const { headers = {}, body } = init ?? {};
      answer = await this.outbound.ask({ method: 'POST', url: String(url), headers, body: String(body ?? '') });
      return responseOf(String(url), answer);
    };
    // By the default export, which a bundle has too.
    const { WebClient } = (await import('@slack/web-api')).default;
    const client = new WebClient(token, {
      fetch,
      logger: SILENT,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      allowAbsoluteUrls: false,
    });
    try {
      const { channel, ts } = (await client.apiCall(method, options)) as { channel?: unknown; ts?: unknown };
      return { answer, code: null, place: isWord(channel) && isWord(ts) ? { in: channel, as: ts } : null };
    } catch {
      return { answer, code: textIn(answer.text, 'error'), place: null };
    }
  }
}

/** @throws Error if no answer came */
function responseOf(url: string, { status, headers, text, problem }: OutboundAnswer) {
  if (status === null) throw new Error(problem ?? 'no answer came');
  return {
    ok: status >= 200 && status < 300,
    status,
    statusText: '',
    url,
    headers: {
      get: (name: string) => headers[name.toLowerCase()] ?? null,
      entries: () => Object.entries(headers).values(),
    },
    arrayBuffer: async () => new TextEncoder().encode(text).buffer,
    json: async (): Promise<unknown> => JSON.parse(text),
    text: async () => text,
  };
}

/** Returns a short word of an answer, or null if it has none. */
function textIn(text: string, name: 'error' | 'team_id'): string | null {
  try {
    const { [name]: word } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return isWord(word) ? word : null;
  } catch {
    return null;
  }
}

/** Whether a value has the form of Slack's codes, ids and timestamps. Other text might be more than a table can hold. */
function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.]{1,100}$/.test(value);
}
