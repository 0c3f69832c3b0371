import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, eventsOf, leadNow, NOBODY } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { runs } from '../support/runs.js';

const LEADS = 3;

let app: TestApplication;
let ann: Json;
let bo: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = (await aDesk(app, ['Ann', 'Bo'])).reps as [Json, Json];
  for (const by of ['anyone', 'owner'])
    await aPolicy(
      app,
      { by, leadWithin: 'PT12M', onBreach: [{ after: 'PT0S', do: 'reassign' }], maxReassignments: 1 },
      { name: by, time: 'elapsed', when: { field: 'source', op: 'eq', value: by } },
    );
});
afterAll(() => app.stop());

/** A change of one lead before the touches are reported, and the time that passes after it. */
const step = fc.record({
  lead: fc.nat({ max: LEADS - 1 }),
  what: fc.constantFrom('wait', 'nurture', 'nurture', 'recycle', 'lost', 'reopen', 'move'),
  minutes: fc.integer({ min: 0, max: 9 }),
});
const touch = fc.record({
  lead: fc.nat({ max: LEADS - 1 }),
  /** Minutes ago; some instants are in the future, before the lead, or absent. */
  ago: fc.option(fc.oneof(fc.integer({ min: -1, max: 5 }), fc.integer({ min: -6, max: 40 })), {
    nil: undefined,
    freq: 2,
  }),
  made: fc.constantFrom(
    { kind: 'call', outcome: 'noAnswer' },
    { kind: 'call', outcome: 'connected' },
    { kind: 'email', outcome: 'bounced' },
    { kind: 'email', outcome: 'replied', direction: 'inbound' },
    { kind: 'call', outcome: 'connected', direction: 'inbound' },
    { kind: 'sms', outcome: 'sent' },
    { kind: 'call', outcome: 'held' },
  ),
  automated: fc.constantFrom(false, false, true),
  rep: fc.constantFrom('nobody', 'ann', 'bo', 'unknown'),
  externalId: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
});
const story = fc.record({
  source: fc.constantFrom('anyone', 'owner', 'none'),
  steps: fc.array(step, { maxLength: 5 }),
  touches: fc.array(touch, { minLength: 1, maxLength: 9 }),
});
type Story = typeof story extends fc.Arbitrary<infer Value> ? Value : never;

async function someLeads(source: string): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < LEADS; made += 1)
    ids.push((await app.must('POST', '/v1/leads', { source, owner: { repId: ann.id } })).id);
  return ids;
}

/** A change that the state of the lead does not allow is ignored. */
async function happen(id: string, what: Story['steps'][number]['what']): Promise<void> {
  const ask = (action: string, body: object) => app.post(`/v1/leads/${id}/${action}`, body);
  const wakeAt = new Date(app.time.now() + 15 * MINUTE).toISOString();
  if (what === 'nurture') await ask('disposition', { category: what, reason: 'not_now', fields: { wakeAt } });
  if (what === 'recycle')
    await ask('disposition', { category: what, reason: 'stale', fields: { recycleAfter: 'PT15M' } });
  if (what === 'lost') await ask('disposition', { category: what, reason: 'price' });
  if (what === 'reopen') await ask('reopen', { reason: 'again' });
  if (what === 'move') await ask('reassign', { repId: bo.id, reason: 'hers' });
}

function bodyOf({ ago, made, automated, rep, externalId }: Story['touches'][number]): object {
  const repId = { nobody: undefined, ann: ann.id, bo: bo.id, unknown: NOBODY }[rep];
  return {
    ...made,
    automated,
    ...(ago !== undefined && { occurredAt: new Date(app.time.now() - ago * MINUTE).toISOString() }),
    ...(repId !== undefined && { repId }),
    ...(externalId !== undefined && { externalId }),
  };
}

/** All that the API returns about a lead, with ids replaced by their order of appearance. */
async function knownOf(id: string): Promise<unknown> {
  const { data: touches } = await app.must('GET', `/v1/leads/${id}/touches`);
  const { receivedAt: _, ...lead } = await leadNow(app, { id });
  const events = (await eventsOf(app, id, '*')).length;
  const { data: timeline } = await app.must('GET', `/v1/leads/${id}/timeline?limit=1000`);
  const told = timeline.map(({ type, text, data, occurredAt }: Json) => ({ type, text, data, occurredAt }));
  const own = JSON.stringify({ lead, touches, events, told });
  const names = new Map<string, string>([ann, bo].map((rep) => [rep.id, rep.name]));
  return JSON.parse(
    own.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (found) => {
      if (!names.has(found)) names.set(found, `thing ${names.size}`);
      return names.get(found)!;
    }),
  );
}

it('a batch of touches has the effect of single touches in the order in which they happened', async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ source, steps, touches }) => {
      const [batched, single] = [await someLeads(source), await someLeads(source)];
      for (const { lead, what, minutes } of steps) {
        for (const ids of [batched, single]) await happen(ids[lead]!, what);
        await app.moveBy(minutes * MINUTE);
      }
      const bodies = touches.map(bodyOf);
      const { results } = await app.must('POST', '/v1/touches/batch', {
        touches: touches.map(({ lead }, index) => ({ ...bodies[index], leadId: batched[lead] })),
      });

      const inTime = [...touches.keys()].sort((a, b) => (touches[b]!.ago ?? 0) - (touches[a]!.ago ?? 0) || a - b);
      const expected: unknown[] = [];
      for (const index of inTime) {
        const { status, body } = await app.post(`/v1/leads/${single[touches[index]!.lead]}/touches`, bodies[index]);
        const codes = body.errors?.map(({ pointer, code }: Json) => `/touches/${index}${pointer} ${code}`);
        expected[index] = [{ 200: 'existing', 201: 'recorded', 422: 'invalid' }[status as 200], codes];
      }
      expect(
        results.map(({ status, errors }: Json) => [status, errors?.map((e: Json) => `${e.pointer} ${e.code}`)]),
      ).toEqual(expected);
      for (let lead = 0; lead < LEADS; lead += 1)
        expect(await knownOf(batched[lead]!)).toEqual(await knownOf(single[lead]!));
    }),
    { numRuns: runs(20, 100) },
  );
});
