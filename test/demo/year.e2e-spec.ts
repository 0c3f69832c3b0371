import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../src/demo/api-client.js';
import { ADMIN_KEY } from '../support/client.js';
import type { Json } from '../support/json.js';
import { playSample } from './playing.js';

const percent = (share: string | null) => (share === null ? '–' : `${Math.round(Number(share) * 100)} %`);

describe('the first year of won deals', () => {
  let demo: Awaited<ReturnType<typeof playSample>>;
  let api: ApiClient;
  let said: string;

  beforeAll(async () => {
    demo = await playSample(6, 'year');
    api = new ApiClient(demo.application.url, ADMIN_KEY);
    said = demo.said.slice(demo.said.indexOf('The year that follows'));
  });
  afterAll(async () => {
    await demo?.application.stop();
  });

  it('shows customers that renew, by signature or automatically, and some that leave', async () => {
    const contracts = await api.all<Json>('/v1/contracts');
    expect(said).toContain(`until 16 July 2027: ${contracts.length} contracts of what was won.`);
    const termsOf = (cause: string) =>
      contracts.filter(({ terms }) => terms.length > 1 && terms.at(-1).cause === cause).length;
    const left = contracts.filter(({ notice }) => notice !== null);
    const times = (words: RegExp) => [...said.matchAll(words)].length;
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
      expect(said).toMatch(new RegExp(`^${cells.join(' +')}$`, 'm'));
    }
    for (const { code, answerable } of debt.total.reasons) expect(said).toContain(`: ${code} (${answerable}).`);
  });
});
