import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BUILT_IN_REASONS } from '../../src/admin/first-start/built-in.js';
import type { Delivery } from '../../src/feedback/delivery.js';
import { type OutgoingMessage, textOf } from '../../src/feedback/dispatch/outgoing.js';
import { prepare } from '../../src/feedback/dispatch/prepare.js';
import { hashedEmail, hashedPhone } from '../../src/feedback/person/contact-hash.js';
import { type FeedbackLead, identify } from '../../src/feedback/person/identify.js';
import type { DeliveryIntent, SentStage } from '../../src/feedback/planning/delivery-intent.js';
import { intentsFor } from '../../src/feedback/planning/intents.js';
import { dedupKeyOf } from '../../src/feedback/planning/new-row.js';
import { ACTIONS, stopsSending, type Trigger, triggerOf } from '../../src/feedback/planning/trigger.js';
import { platformOf, transportOf } from '../../src/feedback/platforms.js';
import { MS_PER_DAY, MS_PER_HOUR } from '../../src/platform/values/duration.js';
import { readingSettings } from '../support/reading-settings.js';
import { runs } from '../support/runs.js';
import { batchOf, deliveryOf, WAY_NAMES, WAYS, type Way } from './maya.js';

const YEAR = Date.parse('2026-01-01T08:00:00Z');
const CONSENTS = ['granted', 'denied', 'unspecified'] as const;
const COUNTRIES = ['US', 'DE'] as const;
/** Click ids of leads: for each way some that it knows and some that it does not. */
const CLICKS: readonly FeedbackLead['clickIds'][] = [
  null,
  { gclid: 'click-1', msclkid: 'f894f652ea334e739002f7167ab8f8e3' },
  { gbraid: 'click-2', metaLeadId: '1234567890123456', tiktokLeadId: '7412345678901234567' },
  { wbraid: 'click-3', fbclid: 'click-4', liFatId: 'click-5', ttclid: 'click-6' },
  { metaLeadId: '98765432109876543', linkedinLeadId: 'click-7', gclid: 'not a click' },
];

interface Row {
  sent: SentStage;
  delivery: Delivery;
}

/** One lead and one way: what is planned, what is sent, and what counts in the end. */
class Life {
  readonly outgoing: OutgoingMessage[] = [];
  readonly refused: string[] = [];
  private readonly rows: Row[] = [];
  private waiting: Delivery[] = [];
  private isStopped = false;
  counted = 0;

  constructor(
    private readonly way: Way,
    private readonly lead: FeedbackLead,
  ) {}

  happen(happening: Trigger, at: number): void {
    const { platform, settings } = this.way;
    const { abilities, windows } = transportOf(platform, settings, 'retract');
    const sent = this.rows.map((row) => row.sent);
    const context = {
      abilities,
      windows,
      sent,
      asksFor: () => true,
      counts: () => true,
      worth: () => null,
      leadCountedBy: 'touchline',
      tagKey: null,
      isStopped: this.isStopped,
      currency: 'USD',
      now: at,
    } as const;
    const value = { amount: '12.34', currency: 'USD' };
    for (const intent of intentsFor(ACTIONS[happening], { at, value: null }, context)) this.grant(intent, at, value);
    this.isStopped ||= stopsSending(happening);
  }

  private grant(intent: DeliveryIntent, at: number, value: { amount: string; currency: string }): void {
    const { platform, settings, send } = this.way;
    if (intent.do === 'send') {
      const known = identify(this.lead, platformOf(platform).identifiers, settings, readingSettings());
      if ('withheld' in known) return;
      const { kind, stage, revision, eventAt } = intent;
      const worth = stage === 'qualified' ? value : null;
      const id = `${stage}-${revision}`;
      const delivery = deliveryOf(this.way, this.lead, {
        ...known,
        id,
        kind,
        stage,
        eventAt,
        value: worth,
        dedupKey: dedupKeyOf(this.lead.id, stage, revision),
      });
      const sent: SentStage = {
        id,
        stage,
        revision,
        state: 'pending',
        mayHaveLeft: false,
        isHidden: false,
        isRecalled: false,
        eventAt,
        value: worth,
        valueNow: worth,
        valueThere: worth,
        isRetracted: false,
        waiting: null,
      };
      this.rows.push({ sent, delivery });
      this.waiting.push(delivery);
    } else if (intent.do === 'retract' || intent.do === 'restate') {
      const row = this.rows.find(({ sent }) => sent.id === intent.of.id)!;
      const place = platformOf(platform).place(settings, send);
      const original = {
        key: row.delivery.dedupKey,
        place,
        eventAt: row.sent.eventAt,
        eventTimeAsSent: '',
        state: row.sent.state,
        isRetracted: false,
        lastAdjustedAt: null,
      };
      const adjusted = intent.do === 'restate' ? intent.value : null;
      this.waiting.push({
        ...row.delivery,
        id: `${intent.do} ${row.sent.id}`,
        kind: intent.do,
        eventAt: at,
        value: adjusted,
        original,
      });
    } else if (intent.do === 'cancel') this.waiting = this.waiting.filter(({ id }) => id !== intent.of.id);
  }

  flush(now: number): void {
    const { outgoing, refused } = prepare(this.way.platform, batchOf(this.way, this.waiting, { now }));
    const left = outgoing.flatMap(({ items }) => items.map(({ id }) => id));
    expect([...left, ...refused.map(({ id }) => id)].sort()).toEqual(this.waiting.map(({ id }) => id).sort());
    for (const { id, kind } of this.waiting.filter((delivery) => left.includes(delivery.id))) {
      this.counted += kind === 'conversion' ? 1 : kind === 'retract' ? -1 : 0;
      const row = this.rows.find(({ sent }) => sent.id === id);
      if (row !== undefined) row.sent = { ...row.sent, state: 'accepted' };
    }
    this.outgoing.push(...outgoing);
    this.refused.push(...refused.map(({ rule, why }) => `${rule} ${why}`));
    this.waiting = [];
  }
}

function ofOne(clickIds: FeedbackLead['clickIds'], index: number): FeedbackLead['clickIds'] {
  const ids = Object.entries(clickIds ?? {}).map(([name, id]) => [
    name,
    id.startsWith('click-') ? `${id}-${index}.` : id,
  ]);
  return Object.fromEntries(ids);
}

/** How many conversions of a qualified lead still count, where they can be retracted. */
const COUNTED: Readonly<Partial<Record<Trigger, number>>> = {
  neverExisted: 0,
  notAProspect: 0,
  fraud: 0,
  invalidContact: 1,
  duplicate: 1,
  notAFit: 1,
};

describe.each(WAY_NAMES)('a year of leads for %s', (name) => {
  const way = WAYS[name];
  const { abilities, rules, batchMax } = transportOf(way.platform, way.settings, 'conversion');
  const cases = BUILT_IN_REASONS.flatMap((reason) =>
    CONSENTS.flatMap((adUserData) =>
      COUNTRIES.flatMap((country) => CLICKS.map((clickIds) => ({ reason, adUserData, country, clickIds }))),
    ),
  );

  it('sends what the table says of people who may be sent, and nothing of others', () => {
    let sent = 0;
    for (const [index, { reason, adUserData, country, clickIds }] of cases.entries()) {
      const createdAt = YEAR + (index % 365) * MS_PER_DAY + index * 1_000;
      const contact = {
        email: `Kim.${index}+x@gmail.com`,
        phone: '+1 650 555 0142',
        country,
        firstName: 'Kim',
        lastName: 'Lee',
      };
      const lead: FeedbackLead = {
        id: `0198a3f2-7b1c-7def-8a90-${String(index).padStart(12, '0')}`,
        createdAt,
        receivedAt: createdAt,
        clickIds,
        inquiries: [],
        consent: { adUserData },
        contact,
        company: null,
        landingPage: null,
      };
      const life = new Life(
        { ...way, settings: { ...way.settings, ...(way.platform === 'linkedin' && { apiVersion: '202612' }) } },
        lead,
      );
      life.happen('received', createdAt);
      life.flush(createdAt + 25 * MS_PER_HOUR);
      life.happen('qualified', createdAt + 2 * MS_PER_DAY);
      life.flush(createdAt + 2 * MS_PER_DAY + MS_PER_HOUR);
      const happening = triggerOf({ category: reason.category, reason: reason.code, intent: reason.intent });
      life.happen(happening, createdAt + 3 * MS_PER_DAY);
      life.flush(createdAt + 4 * MS_PER_DAY);

      expect(life.refused).toEqual([]);
      const text = life.outgoing.map(textOf).join('\n');
      const known = identify(lead, platformOf(way.platform).identifiers, way.settings, readingSettings());
      const maySend = adUserData === 'granted' || (adUserData === 'unspecified' && country === 'US');
      expect(text === '').toBe(!maySend || 'withheld' in known);
      if (text !== '') sent += 1;
      expect(text).not.toMatch(/kim\.\d|gmail\.com|555.?0142|not a click/i);
      if (text !== '' && abilities.retract)
        expect([reason.code, life.counted]).toEqual([reason.code, COUNTED[happening] ?? 2]);
      const leadId = 'withheld' in known ? undefined : known.identifiers.metaLeadId;
      if (leadId !== undefined && way.platform === 'meta') expect(text).toContain(`"lead_id":${leadId}`);
      if (way.platform === 'tiktok' && text !== '') expect(text).toContain('"lead_id":"7412345678901234567"');
      for (const outgoing of life.outgoing) if (outgoing.format === 'json') JSON.parse(textOf(outgoing));
    }
    expect(sent).toBeGreaterThan(50);
  });

  const person = fc.record({
    consent: fc.constantFrom(...CONSENTS),
    clickIds: fc.constantFrom(...CLICKS),
    email: fc.option(fc.emailAddress(), { nil: undefined }),
    worth: fc.option(
      fc.record({ amount: fc.stringMatching(/^\d{1,9}(\.\d{1,4})?$/), currency: fc.constantFrom('USD', 'JPY', 'BHD') }),
      { nil: null },
    ),
    ageMs: fc.integer({ min: 0, max: 120 * MS_PER_DAY }),
    kind: fc.constantFrom('conversion', 'restate', 'retract'),
    state: fc.constantFrom('accepted', 'sent', 'pending'),
  });

  it('stays within every rule, and has no data of people who have denied consent since', () => {
    const now = YEAR + 200 * MS_PER_DAY;
    fc.assert(
      fc.property(fc.array(person, { maxLength: 40 }), (people) => {
        const deliveries = people.map(({ consent, clickIds, email, worth, ageMs, kind, state }, index): Delivery => {
          const createdAt = now - ageMs - MS_PER_DAY;
          const lead: FeedbackLead = {
            id: `lead-${index}`,
            createdAt,
            receivedAt: createdAt,
            clickIds: ofOne(clickIds, index),
            inquiries: [],
            consent: { adUserData: 'granted' },
            contact: { ...(email !== undefined && { email }) },
            company: null,
            landingPage: null,
          };
          const delivery = deliveryOf(way, lead, { id: `row-${index}`, eventAt: now - ageMs, value: worth });
          const adjusts = kind !== 'conversion';
          const place = platformOf(way.platform).place(way.settings, way.send);
          const original = {
            key: delivery.dedupKey,
            place,
            eventAt: createdAt,
            eventTimeAsSent: '',
            state,
            isRetracted: false,
            lastAdjustedAt: null,
          } as const;
          // Queued while it was allowed; some people deny it now.
          return {
            ...delivery,
            kind: kind as Delivery['kind'],
            consent: { adUserData: consent },
            value: kind === 'retract' ? null : worth,
            original: adjusts ? original : null,
          };
        });
        const { outgoing, refused } = prepare(way.platform, batchOf(way, deliveries, { now }));
        const ids = [...outgoing.flatMap(({ items }) => items.map(({ id }) => id)), ...refused.map(({ id }) => id)];
        expect(ids.sort()).toEqual(deliveries.map(({ id }) => id).sort());
        for (const body of outgoing) {
          expect(body.items.length).toBeLessThanOrEqual(batchMax);
          for (const rule of rules) expect(rule.complaints(body, way.settings, now)).toEqual([]);
        }
        const text = outgoing.map(textOf).join('\n');
        const allowed = new Set(
          deliveries
            .filter(({ consent }) => consent.adUserData !== 'denied')
            .flatMap(({ identifiers }) => Object.values(identifiers)),
        );
        for (const { consent, identifiers } of deliveries)
          if (consent.adUserData === 'denied')
            for (const id of Object.values(identifiers)) if (!allowed.has(id)) expect(text).not.toContain(id);
      }),
      { numRuns: runs(20, 60) },
    );
  });

  it(`leaves in bodies of at most ${batchMax}`, () => {
    const one = deliveryOf(way);
    const many = Array.from({ length: batchMax + 1 }, (_, index) => ({
      ...one,
      id: String(index),
      dedupKey: `lead-${index}.won.1`,
    }));
    const { outgoing, refused } = prepare(way.platform, batchOf(way, many));
    expect(refused).toEqual([]);
    expect(outgoing.map(({ items }) => items.length)).toEqual([batchMax, 1]);
  });
});

it('the hashes for two platforms differ where their forms differ', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,8}$/), fc.integer({ min: 2_000_000, max: 9_999_999 }), (name, number) => {
      expect(hashedEmail(`${name}+ad@gmail.com`, 'google')).not.toBe(hashedEmail(`${name}+ad@gmail.com`, 'plain'));
      const phone = `+1650${number}`;
      expect(hashedPhone(phone, null, 'plus')).not.toBe(hashedPhone(phone, null, 'digits'));
    }),
  );
});
