import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../src/demo/api-client.js';
import { ADMIN_KEY } from '../support/client.js';
import type { Json } from '../support/json.js';
import { runs } from '../support/runs.js';
import { playSample } from './playing.js';

/** A year takes twice as long, and is the same program going on. */
const SPAN_PLAYED = runs(0, 1) === 1 ? 'year' : 'month';
/** The four weeks after the first. */
const SPAN = 'from=2026-05-18T00:00:00Z&to=2026-06-20T00:00:00Z';

describe('the day after the week, and the first month of won deals', () => {
  let demo: Awaited<ReturnType<typeof playSample>>;
  let api: ApiClient;

  beforeAll(async () => {
    demo = await playSample(8, 'month');
    api = new ApiClient(demo.application.url, ADMIN_KEY);
  });
  afterAll(async () => {
    await demo?.application.stop();
  });

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
    expect(demo.said).toMatch(/^Refused, because something was missing of the form: \d+ wins?\.$/m);
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
        expect(demo.said).toMatch(new RegExp(`^${cells.join(' +')}$`, 'm'));
      }
    }
  });

  it('prints the map, the diagnosis and the exceptions as the API has them', async () => {
    const plain = demo.said.replaceAll(/\s+/g, ' ');
    const { workflows, worst } = await api.get<Json>(`/v1/handoffs/map?${SPAN}`);
    expect(workflows).toHaveLength(3);
    for (const { name, arrows, numbers } of workflows) {
      expect(demo.said).toContain(`└─ ${name}: `);
      for (const { between, words } of arrows)
        for (const line of numbers.handoffs === 0 ? [between] : [between, ...words]) expect(demo.said).toContain(line);
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

it('a demo prints the same when it is run twice', async () => {
  const said: string[] = [];
  for (let run = 0; run < 2; run += 1) {
    const demo = await playSample(24, SPAN_PLAYED);
    await demo.application.stop();
    said.push(demo.week + demo.day + demo.said);
  }
  expect(said[0]).toMatch(/^by source .*won/m);
  expect(said[0]).toContain('The map of handoffs');
  expect(said[0]).toBe(said[1]);
});
