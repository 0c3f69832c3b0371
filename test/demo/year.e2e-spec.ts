import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../src/demo/api-client.js';
import { ADMIN_KEY } from '../support/client.js';
import type { Json } from '../support/json.js';
import { playSample } from './playing.js';

/** The four weeks after the first. */
const SPAN = 'from=2026-05-18T00:00:00Z&to=2026-06-20T00:00:00Z';
/** Of the leads of the sample: enough for everything to happen that is shown. */
const EVERY_NTH = 6;

const percent = (share: string | null) => (share === null ? '–' : `${Math.round(Number(share) * 100)} %`);

let demo: Awaited<ReturnType<typeof playSample>>;
let api: ApiClient;

beforeAll(async () => {
  demo = await playSample(EVERY_NTH);
  api = new ApiClient(demo.application.url, ADMIN_KEY);
});
afterAll(async () => {
  await demo?.application.stop();
});

describe('the day after the week, and the first month of won deals', () => {
  it('replays the week as saved and under a draft', () => {
    expect(demo.day).toMatch(/^As everything is saved: (\d+) of \1 leads go to the owners whom they really had\.$/m);
    expect(demo.day).toMatch(/^Lena Fischer +\d+ +\d+$/m);
  });

  it('shows an account, an inquiry, and a lead that two reps want', () => {
    expect(demo.day).toContain('Lena Fischer has the lead. They own its account; no pool dealt it.');
    expect(demo.day).toContain('the form joins the open lead as an inquiry');
    expect(demo.day).toMatch(/^A stranger: It belongs to no account\. Offered to \d reps in Fair/m);
    expect(demo.day).toContain('Jonas Weber is too late: Amir Haddad claimed it at ');
  });

  it('shows an example of everything that can go wrong, and its resolution', async () => {
    const { total } = await api.get<Json>(`/v1/reports/handoffs?${SPAN}`);
    for (const name of ['done', 'returns', 'questions', 'exceptions', 'blockers', 'escalations', 'rightFirstTime'])
      expect([name, total[name]]).not.toEqual([name, 0]);
    for (const stage of ['form', 'acknowledge', 'complete', 'rework', 'answer'])
      expect([stage, total[stage].ended]).not.toEqual([stage, 0]);
    expect(total.acknowledge.missed).toBeGreaterThan(0);
    expect(demo.month).toMatch(/^Refused, because something was missing of the form: \d+ wins?\.$/m);
  });

  it('prints the report of handoffs by week and by giver', async () => {
    for (const by of ['week', 'giver']) {
      const { data, total } = await api.get<Json>(`/v1/reports/handoffs?${SPAN}&timeZone=Europe/Berlin&by=${by}`);
      expect(data.length).toBeGreaterThan(1);
      for (const row of [...data, { ...total, label: 'total' }]) {
        const share = (value: number | null) => (value === null ? '–' : `${Math.round(value * 100)} %`);
        const cells = [
          ...[
            row.label,
            row.handoffs,
            row.done,
            share(row.acknowledge.attainment),
            '.+',
            share(row.complete.attainment),
          ],
          ...['.+', row.returns, row.questions, row.exceptions, row.escalations, share(row.firstTimeRightRate)],
        ];
        expect(demo.month).toMatch(new RegExp(`^${cells.join(' +')}$`, 'm'));
      }
    }
  });

  it('prints the map, the diagnosis and the exceptions as the API has them', async () => {
    const plain = demo.month.replaceAll(/\s+/g, ' ');
    const { workflows, worst } = await api.get<Json>(`/v1/handoffs/map?${SPAN}`);
    expect(workflows).toHaveLength(3);
    for (const { name, arrows, numbers } of workflows) {
      expect(demo.month).toContain(`└─ ${name}: `);
      for (const { between, words } of arrows)
        for (const line of numbers.handoffs === 0 ? [between] : [between, ...words]) expect(demo.month).toContain(line);
    }
    expect(plain).toContain(`The worst handoff ${worst.kind}. ${worst.why}`);
    const { answers } = await api.get<Json>(`/v1/handoffs/diagnosis?${SPAN}`);
    for (const { question, text } of answers) expect(plain).toContain(`${question} ${text}`);
    const { data } = await api.get<Json>(`/v1/reports/handoff-exceptions?${SPAN}`);
    expect(data.length).toBeGreaterThan(1);
    for (const { sentence } of data) expect(plain).toContain(sentence);
  });

  it('escalates no leads any more, only handoffs', async () => {
    const events = await api.get<{ data: Json[] }>('/v1/events?type=sla.escalated&limit=1000');
    const afterwards = events.data.filter(({ occurredAt }) => occurredAt > '2026-05-19T00:00:00Z');
    expect(afterwards.length).toBeGreaterThan(0);
    expect(afterwards.filter(({ subject }) => subject.type !== 'handoff')).toEqual([]);
  });
});

describe('the first year of won deals', () => {
  it('shows customers that renew, by signature or automatically, and some that leave', async () => {
    const contracts = await api.all<Json>('/v1/contracts');
    expect(demo.year).toContain(`until 16 July 2027: ${contracts.length} contracts of what was won.`);
    const termsOf = (cause: string) =>
      contracts.filter(({ terms }) => terms.length > 1 && terms.at(-1).cause === cause).length;
    const left = contracts.filter(({ notice }) => notice !== null);
    const times = (words: RegExp) => [...demo.year.matchAll(words)].length;
    expect(times(/renewed by signature, until 2028-06-30$/gm)).toBe(termsOf('renewed'));
    expect(times(/renewed by itself, until 2028-06-30$/gm)).toBe(termsOf('auto'));
    expect(times(/ notice on 202\d-\d\d-\d\d: [a-z_]+$/gm)).toBe(left.length);
    for (const each of [termsOf('renewed'), termsOf('auto'), left.length]) expect(each).toBeGreaterThan(0);
    expect(termsOf('renewed') + termsOf('auto') + left.length).toBe(contracts.length);
  });

  it('has renewals and expansions that agree with their contracts', async () => {
    const deals = await api.all<Json>('/v1/deals');
    const contracts = await api.all<Json>('/v1/contracts');
    const ofType = (wanted: string, stage: string) =>
      deals.filter((deal) => deal.type === wanted && deal.stage === stage);
    const left = contracts.filter(({ notice }) => notice !== null);
    // A notice before the renewal deal exists leaves none to lose.
    expect(ofType('renewal', 'lost').length).toBeGreaterThan(0);
    expect(ofType('renewal', 'lost').length).toBeLessThanOrEqual(left.length);
    const stayed = contracts.filter(({ notice }) => notice === null).map(({ id }) => id);
    expect(ofType('renewal', 'won').length).toBeGreaterThan(0);
    for (const { contractId } of ofType('renewal', 'won')) expect(stayed).toContain(contractId);
    expect(ofType('expansion', 'won').length).toBeGreaterThan(0);
    for (const { id, contractId } of ofType('expansion', 'won')) {
      const { lines } = contracts.find((contract) => contract.id === contractId)!;
      expect(lines.map(({ dealId }: Json) => dealId)).toContain(id);
    }
  });

  it('prints by channel what is left of what was won, and who left, as the API has it', async () => {
    const debt = await api.get<Json>(
      '/v1/reports/sales-debt?wonFrom=2026-05-18&wonTo=2026-06-19&by=channel&days=90,365',
    );
    const retention = await api.get<Json>('/v1/reports/retention?from=2026-07-01&to=2027-07-15&by=channel');
    expect(debt.data.length).toBeGreaterThan(1);
    for (const row of [...debt.data, debt.total]) {
      const kept = [...retention.data, retention.total].find(({ label }: Json) => label === row.label);
      const cells = [
        ...[row.label, row.contracts, row.wonArr, ...row.survival.map(({ share }: Json) => percent(share))],
        ...[`${row.rework.returned ?? 0}/${row.rework.handoffs}`, `${kept.lost}/${kept.accounts}`],
        ...[percent(kept.nrr), percent(kept.grr)],
      ];
      expect(demo.year).toMatch(new RegExp(`^${cells.join(' +')}$`, 'm'));
    }
    for (const { code, answerable } of debt.total.reasons) expect(demo.year).toContain(`: ${code} (${answerable}).`);
  });
});

it('a demo prints the same when it is run twice', async () => {
  const again = await playSample(EVERY_NTH);
  await again.application.stop();
  expect(demo.week).toMatch(/^by source .*won/m);
  expect(demo.month).toContain('The map of handoffs');
  for (const part of ['week', 'day', 'month', 'year'] as const) expect(again[part]).toBe(demo[part]);
});
