import { describe, expect, it } from '@jest/globals';
import type { Reachable } from '../../src/contact/reach.js';
import { provenBy, type ReportedAttempt } from '../../src/sla/unreachable.js';
import { DAY, HOUR } from '../support/instants.js';
import { policy, touch } from './sla.builder.js';

const START = Date.parse('2026-03-02T10:00:00Z');

const ruled = (fields: object = {}) =>
  policy(
    {},
    {
      unreachable: {
        attempts: 3,
        over: 'P2D',
        automatedEmail: false,
        // biome-ignore lint/suspicious/noThenProperty: the word of the API, and no function
        then: { category: 'recycle', reason: 'unreachable' },
        ...fields,
      },
    },
  ).unreachable!;

/** Touches whose id is their position. */
const attempts = (...facts: [at: number, facts?: Partial<ReportedAttempt>][]): ReportedAttempt[] =>
  facts.map(([at, more], index) => ({ ...touch(START + at, more), id: String(index) }));

const PHONE: Reachable = { phone: '+4930123' };
const BOTH: Reachable = { ...PHONE, email: 'kim@example.org' };
const EMAIL = { kind: 'email', outcome: 'sent' };
const daily = (facts: Partial<ReportedAttempt> = {}) => attempts([0, facts], [DAY, facts], [2 * DAY, facts]);

function proven(
  touches: ReportedAttempt[],
  { rule = {}, contact = PHONE }: { rule?: object; contact?: Reachable } = {},
) {
  return provenBy(touches, ruled(rule), contact, {
    timeZone: 'Europe/Berlin',
    after: (from, { days, ms }) => from + days * DAY + ms,
  });
}

describe('the proof that a lead cannot be reached', () => {
  it('needs the number of attempts over the required time', () => {
    expect(proven(daily())).toEqual(['0', '1', '2']);
    expect(proven(daily().slice(0, 2))).toBeNull();
    expect(proven(attempts([0], [DAY], [2 * DAY - 1]))).toBeNull();
  });

  it('fails if the lead was reached, or wrote by themselves', () => {
    expect(proven([...daily(), ...attempts([3 * DAY, { outcome: 'connected' }])])).toBeNull();
    const inbound = { kind: 'email', direction: 'inbound' as const, outcome: 'replied' };
    expect(proven([...daily(), ...attempts([HOUR, inbound])])).toBeNull();
    expect(proven([...daily(), ...attempts([HOUR, { ...inbound, automated: true }])])).not.toBeNull();
    expect(proven([...daily(), ...attempts([HOUR, { ...inbound, goodbye: true }])])).toBeNull();
    expect(proven([...daily(), ...attempts([HOUR, { ...inbound, goodbye: true, automated: true }])])).not.toBeNull();
  });

  it('counts days in the time zone of the owner', () => {
    const late = attempts([12 * HOUR + 30 * 60_000], [13 * HOUR + 30 * 60_000], [14 * HOUR]);
    expect(proven(late, { rule: { over: 'PT1H', distinctDays: 2 } })).toEqual(['0', '1', '2']);
    expect(proven(late, { rule: { over: 'PT1H', distinctDays: 3 } })).toBeNull();
  });

  it('counts attempts of one kind in quick succession as one', () => {
    const rule = { minGap: 'PT30M' };
    const again = attempts([0], [30 * 60_000 - 1], [DAY], [2 * DAY]);
    expect(proven(again, { rule })).toEqual(['0', '2', '3']);
    expect(
      proven(
        again.filter(({ id }) => id !== '2'),
        { rule },
      ),
    ).toBeNull();
    // An attempt of another kind counts separately.
    expect(proven(attempts([0], [60_000, EMAIL], [2 * DAY]), { rule })).toEqual(['0', '1', '2']);
  });

  it('needs attempts on every channel that the lead gave and allows', () => {
    expect(proven(daily(EMAIL), { contact: BOTH })).toBeNull();
    expect(proven(daily(), { contact: BOTH })).toBeNull();
    expect(proven([...daily(), ...attempts([HOUR, EMAIL])], { contact: BOTH })).not.toBeNull();
    expect(proven(daily(), { contact: { ...BOTH, doNot: ['email'] } })).not.toBeNull();
    // A phone that may not be called may still receive text messages.
    expect(proven(daily(EMAIL), { contact: { ...BOTH, doNot: ['call'] } })).toBeNull();
    expect(proven(daily(EMAIL), { contact: { ...BOTH, doNot: ['call', 'sms'] } })).not.toBeNull();
  });

  it('counts a channel that turned out to be invalid as tried', () => {
    const bounced = attempts([HOUR, { kind: 'email', outcome: 'bounced' }]);
    expect(proven([...daily(), ...bounced], { contact: BOTH })).toEqual(['0', '1', '2']);
    const wrong = attempts([HOUR, { outcome: 'wrongNumber' }]);
    expect(proven([...daily(EMAIL), ...wrong], { contact: BOTH })).toEqual(['0', '1', '2']);
    // That touch itself is no attempt.
    expect(proven([...daily().slice(0, 2), ...attempts([2 * DAY, { outcome: 'wrongNumber' }])])).toBeNull();
  });

  it('ignores automated touches, except e-mails if the policy counts them', () => {
    const automated = daily({ ...EMAIL, automated: true });
    const contact = { email: 'kim@example.org' };
    expect(proven(automated, { contact })).toBeNull();
    expect(proven(automated, { contact, rule: { automatedEmail: true } })).toEqual(['0', '1', '2']);
    expect(proven(daily({ automated: true }), { rule: { automatedEmail: true } })).toBeNull();
  });
});
