import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { DAY, HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { anOffice, DESTINATIONS, type ItemInMessage, sendAll } from './job.js';
import { COLUMNS, type Column, PLACES, type Place } from './table/columns.js';
import { type Deed, type Row, TABLE } from './table/rows.js';

const USD = (amount: string) => ({ amount, currency: 'USD' });

type Phase = 'before' | 'atOnce' | 'settled' | 'laterAtOnce' | 'laterSettled';

/** What each place was sent of each lead by phase, and what was withheld. */
const sent = new Map<string, string[]>();
const notSent = new Map<string, string[]>();
/** The hour at which each place was sent the new lead. */
const hours = new Map<string, number>();
const wrongs: string[] = [];
const counted = new Set<string>();

let app: TestApplication;
const destinations = new Map<Place, Json>();
const leads = new Map<Row, Json>();
const rowOfLead = new Map<string, Row>();

const late = TABLE.filter(({ isLate }) => isLate === true);
const inTime = TABLE.filter(({ isLate }) => isLate !== true);

beforeAll(async () => {
  app = await anOffice();
  for (const place of PLACES) {
    const { name, platform, settings, rules } = place;
    destinations.set(place, await app.must('POST', DESTINATIONS, { name, platform, settings, rules }));
  }
  await liveThrough();
});
afterAll(() => app.stop());

/** Runs all rows at once: they share the clock, and each has a lead of its own. */
async function liveThrough(): Promise<void> {
  for (const [index, row] of TABLE.entries()) {
    const lead = await aLead(index);
    leads.set(row, lead);
    rowOfLead.set(lead.id, row);
  }
  for (const row of TABLE) if (row.before === 'nothing yet') await doAll(row, row.does);
  let since = 0;
  for (const hour of [1, 6, 24]) {
    await app.moveBy((hour - since) * HOUR - 1);
    await send('before', hour - 1);
    await app.moveBy(1);
    await send('before', hour);
    since = hour;
  }
  await reachAsBefore('Q', (row) => (row.isWithoutValue ? ['reach', 'qualified'] : ['reach', 'qualified', '100.00']));
  await reachAsBefore('W', () => ['reach', 'won', '500.00']);
  for (const row of inTime) if (row.before !== 'nothing yet') await doAll(row, row.does);
  await sendAndSettle('atOnce', 'settled', inTime, 'told');
  // Leads that were closed for two days have woken.
  await app.moveBy(2 * DAY);
  for (const row of inTime) await doAll(row, row.later ?? []);
  await sendAndSettle('laterAtOnce', 'laterSettled', inTime, 'later');
  await app.moveBy(60 * DAY);
  for (const row of late) await doAll(row, row.does);
  await sendAndSettle('atOnce', 'settled', late, 'told');
}

async function reachAsBefore(letter: string, deedOf: (row: Row) => Deed): Promise<void> {
  for (const row of TABLE)
    if (row.before !== 'nothing yet' && row.before.includes(letter)) await doAll(row, [deedOf(row)]);
  await send('before');
}

async function sendAndSettle(now: Phase, later: Phase, rows: readonly Row[], when: string): Promise<void> {
  // An adjustment must be a second later than what it changes.
  await app.moveBy(MINUTE);
  await send(now);
  await app.moveBy(DAY - 2 * MINUTE);
  await send(now);
  await app.moveBy(2 * MINUTE);
  await send(later);
  for (const place of PLACES) await readNotSent(rows, place, when);
}

function aLead(index: number): Promise<Json> {
  return app.must('POST', '/v1/leads', {
    source: 'ads',
    contact: { email: `kim${index}@example.com`, country: 'US' },
    clickIds: {
      gclid: `click-${index}`,
      msclkid: `f894f652ea334e739002f7167ab8${String(index).padStart(4, '0')}`,
      metaLeadId: `9876543210987${String(index).padStart(4, '0')}`,
      liFatId: `df5gf5-${index}`,
      tiktokLeadId: `741234567890123${String(index).padStart(4, '0')}`,
    },
    consent: { adUserData: 'granted' },
  });
}

async function doAll(row: Row, deeds: readonly Deed[]): Promise<void> {
  for (const deed of deeds) await doTo(leads.get(row)!, deed);
}

async function doTo({ id }: Json, [what, ...how]: Deed): Promise<unknown> {
  const won = async () =>
    (await app.must('GET', `/v1/leads/${id}`)).milestones.findLast((each: Json) => each.name === 'won');
  switch (what) {
    case 'dispose': {
      const [category, reason] = how as string[];
      const fields = {
        ...(category === 'nurture' && { wakeAt: new Date(app.time.now() + 2 * DAY).toISOString() }),
        ...(category === 'recycle' && { recycleAfter: 'P2D' }),
      };
      return app.must('POST', `/v1/leads/${id}/disposition`, { category, reason, fields });
    }
    case 'reach': {
      const [name, amount] = how as string[];
      return app.must('POST', `/v1/leads/${id}/milestones`, { name, ...(amount && { value: USD(amount) }) });
    }
    case 'revalue':
      return app.must('PUT', `/v1/leads/${id}/milestones/${(await won()).id}/value`, USD(how[0]!));
    case 'reverse':
      return app.must('POST', `/v1/leads/${id}/milestones/${(await won()).id}/reverse`, { reason: 'Cancelled' });
    case 'reopen':
      return app.must('POST', `/v1/leads/${id}/reopen`, { reason: 'A mistake' });
    case 'erase':
      return app.must('POST', '/v1/erasures', { leadId: id, reason: 'Request 17' });
    default:
      return what satisfies never;
  }
}

const cellOf = (place: Place, row: Row, phase: string) => `${place.name} / ${row.row} / ${phase}`;

async function send(phase: Phase, hour?: number): Promise<void> {
  await app.feedbackCaughtUp();
  for (const place of PLACES)
    for (const each of await sendAll(app, destinations.get(place)!, place.formats)) {
      const row = rowOfLead.get(each.item.leadId)!;
      hold(place, each);
      if (row.row === 'new lead') hours.set(place.name, hour ?? Number.NaN);
      const cell = cellOf(place, row, phase);
      sent.set(cell, [...(sent.get(cell) ?? []), wordsOf(each)]);
    }
}

/** Checks that an adjustment names a key that the place has counted, and that nothing counts twice. */
function hold({ name, platform }: Place, { item, message }: ItemInMessage): void {
  const isNew = item.kind === 'conversion' || item.kind === 'stage';
  const key = `${name} ${message.key}`;
  if (isNew === counted.has(key)) wrongs.push(`${item.kind} of ${key}`);
  if (isNew) counted.add(key);
  // Microsoft uses the click and the second as key, all others our key.
  if (platform !== 'microsoft' && !message.key.endsWith(` ${item.dedupKey}`))
    wrongs.push(`${key} is not ${item.dedupKey}`);
}

function wordsOf({ item, message }: ItemInMessage): string {
  const what = item.kind === 'restate' && message.what === 'count' ? 'resend' : message.what;
  const stage = item.dedupKey.split('.').slice(1).join('.');
  return [what, stage, ...(message.value === null ? [] : [message.value])].join(' ');
}

async function readNotSent(rows: readonly Row[], place: Place, when: string): Promise<void> {
  const { id } = destinations.get(place)!;
  const { data, nextCursor } = await app.must('GET', `${DESTINATIONS}/${id}/items?limit=1000`);
  expect(nextCursor).toBeNull();
  for (const row of rows) {
    const words = data
      .filter(({ leadId }: Json) => leadId === leads.get(row)!.id)
      .filter(({ state }: Json) => state === 'withheld' || state === 'superseded')
      .map(({ kind, stage, state, withheldReason }: Json) => `${kind} ${stage} ${withheldReason ?? state}`);
    const former = when === 'later' ? (notSent.get(cellOf(place, row, 'told')) ?? []) : [];
    const news = words.filter((each: string) => !former.includes(each));
    notSent.set(cellOf(place, row, when), news);
  }
}

function cell(place: Place, row: Row, when: 'told' | 'later'): string {
  const [now, later] = when === 'told' ? ['atOnce', 'settled'] : ['laterAtOnce', 'laterSettled'];
  const list = (some: readonly string[] | undefined) => [...(some ?? [])].sort().join(', ');
  const [atOnce, settled] = [list(sent.get(cellOf(place, row, now!))), list(sent.get(cellOf(place, row, later!)))];
  const why = list(notSent.get(cellOf(place, row, when)));
  const parts = [...(atOnce === '' ? [] : [`at once: ${atOnce}`]), ...(settled === '' ? [] : [settled])];
  return [parts.join('; '), ...(why === '' ? [] : [`(${why})`])].filter((each) => each !== '').join(' ');
}

const inColumns = (of: (place: Place) => string) => Object.fromEntries(PLACES.map((place) => [place.name, of(place)]));
const expected = (cells: Readonly<Record<Column, string>>) => inColumns(({ column }) => cells[column]);

it('the table has a place for every column', () => {
  expect([...new Set(PLACES.map(({ column }) => column))].sort()).toEqual([...COLUMNS].sort());
});

it('a new lead is sent when its click is old enough or its quarantine over', () => {
  const at = { google: 6, dataManager: 24, microsoft: 1, meta: 24, linkedin: 24, tiktok: 24 };
  expect(Object.fromEntries(hours)).toEqual(Object.fromEntries(PLACES.map(({ name, column }) => [name, at[column]])));
});

it('adjustments change only what the platform has counted, and nothing counts twice', () => {
  expect(wrongs).toEqual([]);
});

describe.each(TABLE)('$row', (row) => {
  it('was sent before up to its stage', () => {
    const stages = {
      L: 'count lead.1',
      Q: `count qualified.1${row.isWithoutValue ? '' : ' 100'}`,
      W: 'count won.1 500',
    };
    const letters = row.before === 'nothing yet' ? [] : [...row.before];
    const before = letters.map((letter) => stages[letter as keyof typeof stages]);
    expect(inColumns((place) => (sent.get(cellOf(place, row, 'before')) ?? []).join(', '))).toEqual(
      inColumns(() => before.join(', ')),
    );
  });

  it('is sent as the table says', () => {
    expect(inColumns((place) => cell(place, row, 'told'))).toEqual(expected(row.sent));
  });

  const { toldLater } = row;
  if (toldLater !== undefined)
    it('has later deeds sent as the table says', () => {
      expect(inColumns((place) => cell(place, row, 'later'))).toEqual(expected(toldLater));
    });
});
