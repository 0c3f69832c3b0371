import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { guardRoutes } from '../../src/auth/auth.guard.js';
import { SCOPES } from '../../src/auth/scope.js';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY, Client } from '../support/client.js';
import { aRep, NOBODY } from '../support/people.js';
import { runs } from '../support/runs.js';

/** All routes, with the scopes besides `admin` that may call them. New routes have to be added here. */
const ROUTES: Readonly<Record<string, string>> = {
  'GET /v1/me': SCOPES.join(' '),
  'GET /v1/me/inbox': 'rep manager',
  'GET /v1/me/stream': 'rep manager',
  'GET /v1/me/preferences': SCOPES.join(' '),
  'PUT /v1/me/preferences': SCOPES.join(' '),
  'GET /v1/session': SCOPES.join(' '),
  'DELETE /v1/session': SCOPES.join(' '),
  'GET /v1/sessions': SCOPES.join(' '),
  'DELETE /v1/sessions/{id}': SCOPES.join(' '),
  'GET /v1/users': '',
  'POST /v1/users': '',
  'GET /v1/users/{id}': '',
  'PUT /v1/users/{id}': '',
  'DELETE /v1/users/{id}': '',
  'GET /v1/users/{id}/versions': '',
  'GET /v1/api-keys': '',
  'POST /v1/api-keys': '',
  'DELETE /v1/api-keys/{id}': '',
  'GET /v1/settings': 'read',
  'PUT /v1/settings': '',
  'GET /v1/settings/versions': 'read',
  'GET /v1/settings/versions/{version}': 'read',
  'POST /v1/settings/versions/{version}/restore': '',
  'GET /v1/setup': 'read',
  'GET /v1/system': 'read',
  'GET /metrics': 'read',
  ...resource('calendars', 'read integration'),
  'POST /v1/calendars/preview': 'read',
  'POST /v1/calendars/{id}/preview': 'read',
  'GET /v1/calendars/{id}/days': 'read integration',
  'GET /v1/holiday-regions': 'read integration',
  ...resource('reps', 'read integration rep manager'),
  'GET /v1/reps/names': 'read integration rep manager',
  'GET /v1/reps/by-ref/{system}/{ref}': 'read integration rep manager',
  'PUT /v1/reps/by-ref/{system}/{ref}': '',
  'PUT /v1/reps/batch': '',
  'PUT /v1/reps/{id}/availability': 'rep manager',
  'GET /v1/reps/{id}/absences': 'read integration rep manager',
  'POST /v1/reps/{id}/absences': 'rep manager',
  'GET /v1/reps/{id}/absences/{absenceId}': 'read integration rep manager',
  'DELETE /v1/reps/{id}/absences/{absenceId}': 'rep manager',
  'POST /v1/reps/{id}/offboard': 'manager',
  'GET /v1/reps/{id}/offboard': 'manager',
  'DELETE /v1/reps/{id}/offboard': 'manager',
  'GET /v1/reps/{id}/notification-settings': 'read rep manager',
  'PUT /v1/reps/{id}/notification-settings': 'rep manager',
  'GET /v1/reps/{id}/inbox': 'read integration rep manager',
  'GET /v1/reps/{id}/notifications': 'read rep manager',
  'GET /v1/notifications/{id}/ways': 'read rep manager',
  'POST /v1/notifications/{id}/read': 'rep manager',
  'POST /v1/reps/{id}/notifications/read': 'rep manager',
  ...resource('teams', 'read'),
  ...resource('pools', 'read manager'),
  ...resource('lists', 'read'),
  ...resource('queues', 'read'),
  ...resource('sources', 'read'),
  'GET /v1/sources/unknown': 'read',
  'GET /v1/pools/{id}/roster': 'read rep manager',
  'GET /v1/pools/{id}/fairness': 'read rep manager',
  'GET /v1/routing': 'read',
  'PUT /v1/routing': '',
  'DELETE /v1/routing/planned': '',
  'GET /v1/reports/forecast': 'read rep manager',
  'GET /v1/reports/forecast-accuracy': 'read rep manager',
  'GET /v1/reports/cohorts': 'read rep manager',
  'GET /v1/reports/sales-debt': 'read rep manager',
  'GET /v1/reports/retention': 'read rep manager',
  'GET /v1/reports/fairness': 'read rep manager',
  'GET /v1/reports/before-after': 'read rep manager',
  'GET /v1/reports/shadow': 'read rep manager',
  'GET /v1/routing/versions': 'read',
  'GET /v1/routing/versions/{version}': 'read',
  'POST /v1/routing/versions/{version}/restore': '',
  'POST /v1/routing/preview': 'read integration',
  'POST /v1/routing/replay': 'read',
  'GET /v1/revenue/movements': 'read rep manager',
  'POST /v1/revenue/rehearse': 'read integration manager',
  'GET /v1/leads/{id}/inquiries': 'read integration intake rep manager',
  'POST /v1/leads/{id}/merge': 'integration rep manager',
  'POST /v1/leads/{id}/unmerge': 'integration rep manager',
  'GET /v1/routing/queue': 'read integration rep manager',
  'GET /v1/policies/ready-made': 'read',
  ...resource('sla-policies', 'read integration'),
  'PUT /v1/sla-policies/order': '',
  'GET /v1/sla-policies/order/versions': 'read integration',
  'GET /v1/sla-policies/order/versions/{version}': 'read integration',
  'POST /v1/sla-policies/order/versions/{version}/restore': '',
  'POST /v1/sla-policies/preview': 'read',
  'POST /v1/sla-policies/dry-run': 'read',
  'GET /v1/jobs': 'read integration rep manager',
  'GET /v1/jobs/{id}': 'read integration rep manager',
  'DELETE /v1/jobs/{id}': 'read integration rep manager',
  'GET /v1/enforcement/holds': 'read rep manager',
  'GET /v1/enforcement/holds/{id}': 'read rep manager',
  'POST /v1/enforcement/holds': '',
  'DELETE /v1/enforcement/holds/{id}': '',
  'POST /v1/enforcement/undo': '',
  'GET /v1/leads': 'read integration intake rep manager',
  'POST /v1/leads': 'intake integration rep manager',
  'POST /v1/leads/batch': 'intake integration',
  'GET /v1/leads/{id}': 'read integration intake rep manager',
  'PATCH /v1/leads/{id}': 'intake integration rep manager',
  'GET /v1/leads/{id}/timeline': 'read integration rep manager',
  'GET /v1/leads/{id}/pauses': 'read integration rep manager',
  'GET /v1/leads/{id}/touches': 'read integration intake rep manager',
  'GET /v1/leads/{id}/routing': 'read integration rep manager',
  'POST /v1/leads/{id}/touches': 'integration rep manager',
  'POST /v1/leads/{id}/notes': 'integration rep manager',
  'POST /v1/touches/batch': 'integration rep manager',
  'POST /v1/milestones/batch': 'integration rep manager',
  'POST /v1/dispositions/batch': 'integration rep manager',
  'POST /v1/leads/reassign': 'integration rep manager',
  'POST /v1/leads/reassign/{bulkId}/undo': 'integration rep manager',
  'POST /v1/leads/{id}/claim': 'integration rep manager',
  'POST /v1/leads/{id}/credit': 'manager',
  'POST /v1/leads/{id}/decline': 'integration rep manager',
  'POST /v1/leads/{id}/reassign': 'integration rep manager',
  'POST /v1/leads/{id}/touches/{touchId}/void': 'integration rep manager',
  'POST /v1/leads/{id}/clocks/{clockId}/strike': 'manager',
  'POST /v1/leads/{id}/pause': 'integration rep manager',
  'POST /v1/leads/{id}/resume': 'integration rep manager',
  'POST /v1/leads/{id}/acknowledge': 'integration rep manager',
  'POST /v1/leads/{id}/milestones': 'integration rep manager',
  'POST /v1/leads/activate': 'integration',
  'GET /v1/leads/activate': 'read integration',
  'GET /v1/leads/activate/{id}': 'read integration',
  'DELETE /v1/leads/activate/{id}': 'integration',
  'POST /v1/leads/dispositions': 'integration rep manager',
  'GET /v1/leads/dispositions': 'read integration rep manager',
  'GET /v1/leads/dispositions/{bulkId}': 'read integration rep manager',
  'POST /v1/leads/dispositions/{bulkId}/undo': 'integration rep manager',
  'POST /v1/leads/{id}/milestones/{milestoneId}/reverse': 'integration rep manager',
  'PUT /v1/leads/{id}/milestones/{milestoneId}/value': 'integration rep manager',
  'POST /v1/leads/{id}/disposition': 'integration rep manager',
  'POST /v1/leads/{id}/disposition/correct': 'integration rep manager',
  'GET /v1/accounts': 'read integration rep manager',
  'POST /v1/accounts': 'integration',
  'GET /v1/accounts/{id}': 'read integration rep manager',
  'PATCH /v1/accounts/{id}': 'integration',
  'GET /v1/accounts/{id}/timeline': 'read integration rep manager',
  'PUT /v1/accounts/batch': 'integration',
  'PUT /v1/accounts/by-ref/{system}/{ref}': 'integration',
  'GET /v1/contracts': 'read integration rep manager',
  'POST /v1/contracts': 'integration rep manager',
  'GET /v1/contracts/{id}': 'read integration rep manager',
  'PATCH /v1/contracts/{id}': 'integration rep manager',
  'PUT /v1/contracts/batch': 'integration',
  'PUT /v1/contracts/by-ref/{system}/{ref}': 'integration',
  'GET /v1/contracts/{id}/amend': 'read integration rep manager',
  'POST /v1/contracts/{id}/amend': 'integration rep manager',
  'POST /v1/contracts/{id}/proposals/{dealId}/apply': 'integration rep manager',
  'POST /v1/contracts/{id}/proposals/{dealId}/decline': 'integration rep manager',
  'GET /v1/contracts/{id}/renew': 'read integration rep manager',
  'POST /v1/contracts/{id}/renew': 'integration rep manager',
  'POST /v1/contracts/{id}/notice': 'integration rep manager',
  'DELETE /v1/contracts/{id}/notice': 'integration rep manager',
  'POST /v1/contracts/{id}/transfer': 'integration',
  'GET /v1/contracts/{id}/timeline': 'read integration rep manager',
  'GET /v1/contracts/{id}/invoices': 'read integration rep manager',
  'GET /v1/contracts/{id}/usage': 'read integration rep manager',
  'PUT /v1/invoices/batch': 'integration',
  'PUT /v1/invoices/by-ref/{system}/{ref}': 'integration',
  'GET /v1/invoices/{id}': 'read integration rep manager',
  'GET /v1/invoices/{id}/timeline': 'read integration rep manager',
  'PUT /v1/usage/batch': 'integration',
  'PUT /v1/usage/by-ref/{system}/{ref}': 'integration',
  ...resource('churn-reasons', 'intake read integration rep manager feedback'),
  'GET /v1/accounts/{id}/revenue': 'read integration rep manager',
  'GET /v1/fx-rates': 'read integration',
  'PUT /v1/fx-rates': 'integration',
  'GET /v1/deals': 'read integration rep manager',
  'POST /v1/deals': 'integration rep manager',
  'GET /v1/deals/{id}': 'read integration rep manager',
  'PATCH /v1/deals/{id}': 'integration rep manager',
  'PUT /v1/deals/by-ref/{system}/{ref}': 'integration',
  'POST /v1/deals/{id}/win': 'integration rep manager',
  'POST /v1/deals/{id}/lose': 'integration rep manager',
  'POST /v1/deals/{id}/reopen': 'integration rep manager',
  'POST /v1/deals/{id}/events': 'integration rep manager',
  'POST /v1/deals/{id}/proposal/apply': 'integration rep manager',
  'POST /v1/deals/{id}/proposal/decline': 'integration rep manager',
  'POST /v1/deals/{id}/touches': 'integration rep manager',
  'GET /v1/deals/{id}/touches': 'read integration rep manager',
  'POST /v1/deals/{id}/touches/{touchId}/void': 'integration rep manager',
  'POST /v1/deals/{id}/clocks/{clockId}/strike': 'manager',
  'POST /v1/deals/{id}/clocks/{clockId}/acknowledge': 'integration rep manager',
  'GET /v1/deals/{id}/timeline': 'read integration rep manager',
  'POST /v1/handoffs': 'integration rep manager',
  'GET /v1/handoffs': 'read integration rep manager',
  'POST /v1/handoff-backfills': 'integration',
  'GET /v1/handoff-backfills': 'read integration',
  'GET /v1/handoff-backfills/{id}': 'read integration',
  'GET /v1/handoff-backfills/{id}/accounts': 'read integration',
  'POST /v1/handoff-backfills/{id}/call-off': 'integration',
  'GET /v1/handoffs/map': 'read rep manager',
  'POST /v1/handoffs/map/links': 'read rep manager',
  'GET /v1/handoffs/diagnosis': 'read rep manager',
  'GET /v1/handoffs/diagnosis/actions': 'read rep manager',
  'POST /v1/handoffs/diagnosis/actions': '',
  'POST /v1/handoffs/diagnosis/actions/{id}/end': '',
  'GET /v1/handoffs/{id}': 'read integration rep manager',
  'GET /v1/handoffs/{id}/form': 'read integration rep manager',
  'PATCH /v1/handoffs/{id}/form': 'integration rep manager',
  'GET /v1/handoffs/{id}/form/versions': 'read integration rep manager',
  'GET /v1/handoffs/{id}/timeline': 'read integration rep manager',
  'POST /v1/handoffs/{id}/start': 'integration rep manager',
  'POST /v1/handoffs/{id}/told': 'integration rep manager',
  'POST /v1/handoffs/{id}/decide': 'integration rep manager',
  'POST /v1/handoffs/{id}/cancel': 'integration rep manager',
  'POST /v1/handoffs/{id}/links': 'integration rep manager',
  'POST /v1/handoffs/{id}/questions': 'integration rep manager',
  'POST /v1/handoffs/{id}/questions/{questionId}/answer': 'integration rep manager',
  'POST /v1/handoffs/{id}/blockers': 'integration rep manager',
  'POST /v1/handoffs/{id}/blockers/{blockerId}/resolve': 'integration rep manager',
  'POST /v1/handoffs/{id}/receivers/{receiver}/accept': 'integration rep manager',
  'POST /v1/handoffs/{id}/receivers/{receiver}/return': 'integration rep manager',
  'POST /v1/handoffs/{id}/receivers/{receiver}/schedule': 'integration rep manager',
  'PUT /v1/handoffs/{id}/receivers/{receiver}/checklist': 'integration rep manager',
  'POST /v1/handoffs/{id}/receivers/{receiver}/done': 'integration rep manager',
  'POST /v1/handoffs/{id}/receivers/{receiver}/record/retry': 'integration rep manager',
  'GET /v1/imports': 'read integration',
  'POST /v1/imports': 'integration',
  'GET /v1/imports/{id}': 'read integration',
  'PUT /v1/imports/{id}/file': 'integration',
  'PUT /v1/imports/{id}/mapping': 'integration',
  'POST /v1/imports/{id}/rehearse': 'integration',
  'POST /v1/imports/{id}/start': 'integration',
  'POST /v1/imports/{id}/cancel': 'integration',
  'PATCH /v1/imports/{id}': 'integration',
  'POST /v1/imports/{id}/undo': '',
  'GET /v1/imports/{id}/rejected': 'read integration',
  'GET /v1/imports/{id}/stream': 'read integration',
  'GET /v1/suppressions': 'read integration',
  'POST /v1/suppressions': 'integration',
  'DELETE /v1/suppressions/{id}': 'integration',
  'GET /v1/erasures': '',
  'POST /v1/erasures': '',
  'GET /v1/erasures/{id}': '',
  'GET /v1/subject-access': '',
  'POST /v1/leads/{id}/reopen': 'integration rep manager',
  ...resource('disposition-reasons', 'intake read integration rep manager feedback'),
  ...resource('feedback/destinations', 'read feedback'),
  'POST /v1/feedback/destinations/{id}/batches': 'feedback',
  'POST /v1/feedback/destinations/{id}/batches/{batchId}/ack': 'feedback',
  'POST /v1/feedback/destinations/{id}/batches/{batchId}/outcome': 'feedback',
  'GET /v1/feedback/destinations/{id}/items': 'read feedback',
  'POST /v1/feedback/destinations/{id}/preview': 'read feedback',
  'GET /v1/feedback/destinations/{id}/health': 'read feedback',
  'POST /v1/feedback/destinations/{id}/test': '',
  'POST /v1/feedback/destinations/{id}/stop': '',
  'POST /v1/feedback/destinations/{id}/resume': '',
  ...resource('webhooks', 'read integration'),
  'POST /v1/webhooks/{id}/rotate': '',
  'POST /v1/webhooks/{id}/pause': '',
  'POST /v1/webhooks/{id}/resume': '',
  'POST /v1/webhooks/{id}/replay': '',
  'GET /v1/webhooks/{id}/deliveries': 'read integration',
  'POST /v1/webhooks/{id}/deliveries/{deliveryId}/replay': '',
  ...resource('channels', 'read integration'),
  'GET /v1/handoff-kinds/ready-made': 'read integration',
  'POST /v1/handoff-kinds/ready-made': '',
  'POST /v1/handoff-kinds/{id}/newer': '',
  'PUT /v1/handoff-kinds/order': '',
  'GET /v1/handoff-kinds/order/versions': 'read integration',
  'GET /v1/handoff-kinds/order/versions/{version}': 'read integration',
  'POST /v1/handoff-kinds/order/versions/{version}/restore': '',
  ...resource('handoff-kinds', 'read integration rep manager'),
  'GET /v1/record-connectors/ready-made': 'read integration',
  ...resource('record-connectors', 'read integration'),
  'POST /v1/record-connectors/{id}/test': '',
  ...resource('crm-connections', 'read integration'),
  'POST /v1/crm-connections/{id}/preview': 'read',
  'GET /v1/crm-connections/{id}/refusals': 'read integration',
  'POST /v1/crm-connections/{id}/rotate': '',
  'GET /v1/crm-connections/{id}/deliveries': 'read integration',
  'POST /v1/crm-connections/{id}/deliveries/{dealId}/retry': '',
  ...resource('inbound', 'read integration'),
  'POST /v1/inbound/{id}/rotate': '',
  'POST /v1/inbound/{id}/try': 'read integration',
  'GET /v1/inbound/arrivals': 'read integration',
  'GET /v1/inbound/arrivals/{id}': '',
  'POST /v1/inbound/arrivals/{id}/replay': '',
  'GET /v1/deliveries': 'read integration',
  'GET /v1/deliveries/{id}': 'read integration',
  'GET /v1/dispositions': 'read feedback',
  'GET /v1/events': 'read integration',
  'GET /v1/events/stream': 'read integration',
  'GET /v1/reps/{id}/stream': 'read rep manager',
  'GET /v1/teams/{id}/stream': 'read manager',
  'GET /v1/events/schemas': 'read integration',
  'GET /v1/reports/speed-to-lead': 'read rep manager',
  'GET /v1/reports/breaches': 'read rep manager',
  'GET /v1/reports/reassignments': 'read rep manager',
  'GET /v1/reports/cadence': 'read rep manager',
  'GET /v1/reports/ageing': 'read rep manager',
  'GET /v1/reports/handoffs': 'read rep manager',
  'GET /v1/reports/handoff-exceptions': 'read rep manager',
  'GET /v1/reports/dispositions': 'read rep manager',
};

const OPEN = ['GET /health/live', 'GET /health/ready', 'GET /problems'];
/** Requests to these carry their own proof: test/crm, test/console. */
const PROVEN = [
  ...['GET', 'POST', 'OPTIONS'].map((method) => `${method} /in/{key}`),
  ...['deals', 'contracts', 'invoices', 'usage'].map((kind) => `POST /v1/crm-connections/{id}/${kind}`),
  'POST /v1/session',
  ...['GET /v1/session/ways', 'GET /v1/session/oidc', 'GET /v1/session/oidc/callback'],
];

function resource(path: string, readers: string): Record<string, string> {
  return {
    [`GET /v1/${path}`]: readers,
    [`POST /v1/${path}`]: '',
    [`GET /v1/${path}/{id}`]: readers,
    [`PUT /v1/${path}/{id}`]: '',
    [`DELETE /v1/${path}/{id}`]: '',
    [`GET /v1/${path}/{id}/versions`]: readers,
    [`GET /v1/${path}/{id}/versions/{version}`]: readers,
    [`POST /v1/${path}/{id}/versions/{version}/restore`]: '',
  };
}

let app: TestApplication;
let repId: string;
const keys = new Map<string, string>();
const noKeys = new Map<string, string | null>([
  ['no key', null],
  ['a wrong key', 'tl_wrong'],
]);

beforeAll(async () => {
  app = await TestApplication.start();
  const expiresAt = new Date(app.time.now() + 1).toISOString();
  const expired = await app.must('POST', '/v1/api-keys', { name: 'Expired', scopes: ['admin'], expiresAt });
  await app.moveBy(1);
  const revoked = await app.must('POST', '/v1/api-keys', { name: 'Revoked', scopes: ['admin'] });
  await app.must('DELETE', `/v1/api-keys/${revoked.id}`);
  noKeys.set('an expired key', expired.key).set('a revoked key', revoked.key);
  repId = (await aRep(app, 'Ann')).id;
  for (const scope of SCOPES) {
    const isPersonal = scope === 'rep' || scope === 'manager';
    keys.set(scope, await app.keyFor([scope], isPersonal ? repId : undefined));
  }
});
afterAll(() => app.stop());

/** Returns the method and an address of the route; under /v1/reps that of the rep who owns the keys. */
function addressOf(route: string): [method: string, path: string] {
  const [method, template] = route.split(' ') as [string, string];
  const id = template.startsWith('/v1/reps/') ? repId : NOBODY;
  const path = template
    .replace('{id}', id)
    .replace('{absenceId}', NOBODY)
    .replace(/\{\w+\}/g, 'x');
  return [method, path];
}

const hasBody = (method: string) => method === 'POST' || method === 'PUT' || method === 'PATCH';
const bodyFor = (method: string) => (hasBody(method) ? { bogus: 1 } : undefined);

it('the documentation has exactly the routes of this table', async () => {
  const { status, body } = await app.get('/openapi.json', { key: null });
  expect(status).toBe(200);
  const documented = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(documented.sort()).toEqual([...Object.keys(ROUTES), ...OPEN, ...PROVEN].sort());
  expect((await app.get('/docs', { key: null })).status).toBe(200);
});

it('the root of a node redirects to its documentation', async () => {
  const { status, headers } = await fetch(`${app.url}/`, { redirect: 'manual' });
  expect([status, headers.get('location')]).toEqual([302, '/docs']);
});

it('pages may load only their own parts, and no answer may be framed', async () => {
  const policyOf = async (path: string) => (await app.get(path, { key: null })).headers.get('content-security-policy');
  for (const page of ['/docs', '/docs/leads', '/docs/reference.css', '/problems']) {
    expect(await policyOf(page)).toMatch(/default-src 'self'/);
    expect(await policyOf(page)).not.toMatch(/style-src[^;]*'unsafe-inline'/);
  }
  for (const page of ['/docs/try', '/docs/try/swagger-ui.css']) {
    expect(await policyOf(page)).toMatch(/default-src 'self'/);
    expect(await policyOf(page)).toMatch(/style-src 'self' 'unsafe-inline'/);
  }
  for (const path of ['/v1/me', '/health/live', '/openapi.json', '/nowhere'])
    expect(await policyOf(path)).toBe("default-src 'none'; frame-ancestors 'none'");
});

/** One route for each set of scopes. */
const ONE_OF_EACH_SET = [...new Map(Object.keys(ROUTES).map((route) => [ROUTES[route], route])).values()];
const allowedBy = (route: string) => ['admin', ...ROUTES[route]!.split(' ').filter(Boolean)];

/** Sends a request of these scopes, and expects a refusal of those that the route does not allow. */
async function expectOnlyAllowed(route: string, scopes: readonly string[]): Promise<void> {
  const [method, path] = addressOf(route);
  // A stream never ends, so it gets a query that is refused.
  const asked = path.endsWith('/stream') ? `${path}?bogus=1` : path;
  for (const scope of scopes) {
    const answer = await app.ask(method, asked, bodyFor(method), { key: keys.get(scope)! });
    const isRefused = answer.status === 401 || answer.status === 403;
    expect([scope, answer.status, isRefused]).toEqual([scope, answer.status, !allowedBy(route).includes(scope)]);
    if (isRefused) expect(answer.body.type).toBe('/problems#forbidden');
    expect(answer.status).toBeLessThan(500);
  }
}

async function expectUnauthenticated(route: string, what: string): Promise<void> {
  const [method, path] = addressOf(route);
  const answer = await app.ask(method, path, bodyFor(method), { key: noKeys.get(what)! });
  expect([what, answer.status]).toEqual([what, 401]);
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  expect(answer.body).toMatchObject({ type: '/problems#unauthenticated', instance: path });
}

describe('a key', () => {
  it('needs the scopes of this table, as the documentation says: both come from the same decorator', async () => {
    const { body } = await app.get('/openapi.json', { key: null });
    for (const route of Object.keys(ROUTES)) {
      const [method, path] = route.split(' ') as [string, string];
      const documented = body.paths[path][method.toLowerCase()]['x-scopes'];
      expect([route, new Set(documented)]).toEqual([route, new Set(allowedBy(route))]);
    }
  });

  it.each(Object.keys(ROUTES))('is required by %s, with a scope that is allowed', async (route) => {
    await expectUnauthenticated(route, 'no key');
    const refused = SCOPES.filter((scope) => !allowedBy(route).includes(scope));
    await expectOnlyAllowed(route, [...refused.slice(0, runs(1, SCOPES.length)), allowedBy(route).at(-1)!]);
  });

  it.each(ONE_OF_EACH_SET)('of each scope gets what it may get of %s', async (route) => {
    for (const what of noKeys.keys()) await expectUnauthenticated(route, what);
    await expectOnlyAllowed(route, SCOPES);
  });

  it.each(OPEN)('is not required by %s', async (route) => {
    // A node that this machine holds up says 503 of its health, to everybody.
    expect([200, 503]).toContain((await app.get(route.split(' ')[1]!, { key: null })).status);
  });

  it('opens no route without a declared scope', async () => {
    const adapter = new FastifyAdapter();
    const fastify = adapter.getInstance();
    guardRoutes({ get: (what: never) => app.application.app.get(what), getHttpAdapter: () => adapter } as never);
    fastify.get('/forgotten', () => 'a secret');
    const address = await fastify.listen({ port: 0, host: '127.0.0.1' });
    for (const key of ['tl_wrong', ADMIN_KEY]) {
      const { status, body } = await new Client(address).get('/forgotten', { key });
      expect(status).not.toBe(200);
      expect(JSON.stringify(body)).not.toContain('a secret');
    }
    await fastify.close();
  });
});

/** These accept any field: the kind defines the fields of a form, preferences are free, and a file is no JSON. */
const TAKES_ANY = ['PATCH /v1/handoffs/{id}/form', 'PUT /v1/me/preferences', 'PUT /v1/imports/{id}/file'];
const WRITES = Object.keys(ROUTES).filter((route) => hasBody(route.split(' ')[0]!) && !TAKES_ANY.includes(route));

/** Every route has the same parser, so one gets all that is not JSON, and each of the others some of it. */
const ONE = 'POST /v1/leads';
const NO_OBJECTS = [[1], null, 'text', 1, true];
const NO_JSON = ['{', '{"a":}', "{'a':1}", '\u0000', '{"a":1}{"b":2}'];
const OTHER_TYPES = ['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data'];
const PROTOTYPES = ['{"name":{"\\u005f_proto__":1}}', '{"__proto__":{"admin":true}}'];
const someFor = <T>(route: string, values: readonly T[]) =>
  route === ONE ? values : values.slice(0, runs(1, values.length));

describe('a body', () => {
  it.each(WRITES)('is refused by %s with an unknown field, or if it is no object', async (route) => {
    const [method, path] = addressOf(route);
    const answer = await app.ask(method, path, { bogus: 1 });
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const pointers = answer.body.errors.map((each: { pointer: string }) => each.pointer);
    expect(pointers).toContain(/^PUT .*\/order$/.test(route) ? '' : '/bogus');
    for (const body of someFor(route, NO_OBJECTS)) {
      const answer = await app.ask(method, path, body);
      expect([body, answer.status]).toEqual([body, 422]);
      expect(answer.body.errors.length).toBeGreaterThan(0);
    }
  });

  it.each(WRITES)('is refused by %s if it is not JSON, or not declared as JSON', async (route) => {
    const [method, path] = addressOf(route);
    for (const raw of someFor(route, NO_JSON)) {
      const answer = await app.ask(method, path, undefined, { raw });
      expect([raw, answer.status]).toEqual([raw, 400]);
      expect(answer.body.type).toBe('/problems#malformed-request');
    }
    for (const type of someFor(route, OTHER_TYPES)) {
      const answer = await app.ask(method, path, undefined, { raw: '{}', headers: { 'content-type': type } });
      expect([type, answer.status]).toEqual([type, 400]);
    }
  });

  it.each(WRITES)('is refused by %s if it sets a prototype, or is nested a hundred thousand deep', async (route) => {
    const [method, path] = addressOf(route);
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    for (const raw of [...someFor(route, PROTOTYPES), deep]) {
      const answer = await app.ask(method, path, undefined, { raw });
      expect([raw.slice(0, 50), answer.status]).toEqual([raw.slice(0, 50), 422]);
    }
  });
});

describe('a query', () => {
  const LISTS = Object.keys(ROUTES).filter(
    (route) =>
      route.startsWith('GET') &&
      !/\{id\}$|\{ref\}$|absenceId|setup|metrics|me$|settings$|routing$|fairness/.test(route),
  );
  const INVALID = [
    'limit=1001',
    'bogus=1',
    'limit=0',
    'limit=1e400',
    'limit=ten',
    'limit=1&limit=2',
    'limit=1.5',
    '__proto__=1',
  ];

  it.each(LISTS)('that is invalid is refused by %s', async (route) => {
    const [, path] = addressOf(route);
    for (const query of route === 'GET /v1/leads' ? INVALID : INVALID.slice(0, 3)) {
      const answer = await app.get(`${path}?${query}`);
      expect([query, answer.status]).toEqual([query, 422]);
    }
  });
});
