import { expect } from '@jest/globals';
import type { Platform } from '../../src/feedback/platform.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk } from '../support/people.js';
import { NEW_YORK } from '../support/policies.js';
import { decode, type Message } from './sent-once/decode.js';

export const DESTINATIONS = '/v1/feedback/destinations';

export const path = ({ id }: Json, rest = '') => `${DESTINATIONS}/${id}${rest}`;

/** Starts an application with two reps who receive leads in New York hours. */
export async function anOffice(): Promise<TestApplication> {
  const app = await TestApplication.start();
  const calendar = await app.must('POST', '/v1/calendars', NEW_YORK);
  await aDesk(app, ['Ann', 'Bo'], { calendarId: calendar.id, offHours: 'wait' });
  return app;
}

/** Sends a lead of an ad whose person agreed to their use. @param number unlike that of any other lead */
export function anAdLead(app: TestApplication, number: number, fields: object = {}): Promise<Json> {
  return app.must('POST', '/v1/leads', {
    source: 'ads',
    contact: { email: `kim${number}@example.com`, country: 'US' },
    clickIds: { gclid: `click-${number}`, metaLeadId: `9876543210987${String(number).padStart(4, '0')}` },
    consent: { adUserData: 'granted' },
    ...fields,
  });
}

/** Plans everything so far, and leases a batch of it. */
export async function fetchBatch(app: TestApplication, to: Json, body: object = {}): Promise<Json> {
  await app.feedbackCaughtUp();
  return app.must('POST', path(to, '/batches'), body);
}

export interface ItemInMessage {
  readonly item: Json;
  readonly message: Message;
}

export type Format = 'json' | 'csv';

export interface Body {
  readonly format: Format;
  readonly text: string;
  readonly ids: readonly string[];
}

export function bodiesOf({ items, requests = [], targets, csv }: Json): Body[] {
  if (csv !== undefined) return [{ format: 'csv', text: csv, ids: items.map(({ id }: Json) => id) }];
  return requests.map((body: Json, index: number) => ({
    format: 'json',
    text: JSON.stringify(body),
    ids: targets[index].items,
  }));
}

/** Decodes the bodies of a batch into a message for each item, in order. */
export function sentItemsOf(platform: Platform, batch: Json): ItemInMessage[] {
  const items = new Map<string, Json>(batch.items.map((item: Json) => [item.id, item]));
  return bodiesOf(batch).flatMap(({ format, text, ids }) => {
    const messages = decode(platform, format, text);
    expect(messages).toHaveLength(ids.length);
    return messages.map((message, index) => ({ item: items.get(ids[index]!), message }));
  });
}

/** Fetches, posts and accepts batches until none is left, and returns what was sent. */
export async function sendAll(
  app: TestApplication,
  { id, platform }: Json,
  formats: readonly Format[] = ['json'],
): Promise<ItemInMessage[]> {
  const all: ItemInMessage[] = [];
  for (let isMore = true; isMore; ) {
    isMore = false;
    for (const format of formats) {
      const batch = await app.must('POST', `${DESTINATIONS}/${id}/batches`, { format });
      if (batch.batchId === null) continue;
      isMore = true;
      all.push(...sentItemsOf(platform, batch));
      const { items } = await app.must('POST', `${DESTINATIONS}/${id}/batches/${batch.batchId}/ack`, {});
      if (items.some(({ state }: Json) => state === 'sent'))
        await app.must('POST', `${DESTINATIONS}/${id}/batches/${batch.batchId}/outcome`, { accepted: 'all' });
    }
  }
  return all;
}
