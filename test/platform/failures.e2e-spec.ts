import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { PROGRAM_ROLE } from '../../src/embedded-postgres/roles.js';
import { TestApplication } from '../support/application.js';
import type { Answer } from '../support/client.js';

const KIM = 'kim.private@example.org';

let app: TestApplication;
let told: string[];
beforeEach(async () => {
  app = await TestApplication.start();
  told = [];
  const tell = (line: unknown) => void told.push(String(line));
  for (const level of ['error', 'warn'] as const) jest.spyOn(Logger.prototype, level).mockImplementation(tell);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await app.stop();
});

/** Makes Postgres refuse every new lead with a given error. @param raise a statement of PL/pgSQL */
const leadsFailBy = (raise: string) =>
  app.asOwner(`
    create function fail() returns trigger language plpgsql as $$ begin ${raise}; return new; end $$;
    create trigger fail before insert on lead for each row execute function fail()`);

const sendKim = () => app.post('/v1/leads', { source: 'web', contact: { email: KIM } });

/** Returns the only log line about an answer, and checks that it does not name Kim. */
function lineOf(answer: Answer): string {
  const id = answer.headers.get('x-request-id');
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  const lines = told.filter((line) => line.includes(`request ${id}`));
  expect(lines).toHaveLength(1);
  expect(told.join('\n')).not.toContain('kim.private');
  return lines[0]!;
}

describe('an error that the request did not cause', () => {
  it('names the full disk, as do the log and the health check', async () => {
    await leadsFailBy(
      `raise exception 'could not extend file "base/1/2": No space left on device' using errcode = 'disk_full'`,
    );
    const well = { status: 'ok', database: 'ok', engine: 'ok', eventLoop: 'ok', disk: 'ok', diskFreeBytes: null };
    expect((await app.get('/health/ready')).body).toMatchObject(well);
    const answer = await sendKim();
    expect(answer).toMatchObject({
      status: 507,
      body: {
        type: '/problems#disk-full',
        detail: expect.stringMatching(/^The disk of the database is full\. Free some space/),
        disk: 'database',
      },
    });
    const line = lineOf(answer);
    expect(line).toMatch(/^507 disk-full, request \S+, POST \/v1\/leads: The disk of the database is full\n/);
    expect(line).toContain('could not extend file');
    const ready = await app.get('/health/ready');
    expect(ready).toMatchObject({ status: 503, body: { status: 'unavailable', database: 'ok', disk: 'full' } });
    expect(lineOf(ready)).toContain('"disk":"full"');
  });

  it('has one log line with its cause, without the value that the cause quotes', async () => {
    await leadsFailBy(`perform (new.contact->>'email')::int`);
    const answer = await sendKim();
    expect(answer).toMatchObject({ status: 500, body: { type: '/problems#internal' } });
    const line = lineOf(answer);
    expect(line).toMatch(/^500 internal, request \S+, POST \/v1\/leads: /);
    expect(line).toMatch(/code 22P02/);
    expect(line).toMatch(/\n\s+at /);
  });

  it('has a log line without a stack when the database is unavailable', async () => {
    await leadsFailBy(`raise exception 'terminating connection' using errcode = 'admin_shutdown'`);
    const answer = await sendKim();
    expect(answer).toMatchObject({ status: 503, body: { type: '/problems#unavailable' } });
    expect(lineOf(answer)).toMatch(/^503 unavailable, request \S+, POST \/v1\/leads: terminating connection$/);
  });

  it('means that the database is unavailable if it no longer lets this node log in', async () => {
    const database = new URL(app.database.url).pathname.slice(1);
    await app.asOwner(`revoke connect on database ${database} from public, ${PROGRAM_ROLE}`);
    try {
      await app.asOwner(`select pg_terminate_backend(pid) from pg_stat_activity
                          where datname = '${database}' and usename = '${PROGRAM_ROLE}'`);
      let answer = await sendKim();
      // At first, the pool may still have a connection that has just ended.
      while (!lineOf(answer).includes('permission denied')) answer = await sendKim();
      expect(answer).toMatchObject({ status: 503, body: { type: '/problems#unavailable' } });
      expect(answer.headers.get('retry-after')).toBe('1');
    } finally {
      await app.asOwner(`grant connect on database ${database} to public, ${PROGRAM_ROLE}`);
    }
    expect(await sendKim()).toMatchObject({ status: 201 });
  });

  it('has a log line under overload, with the route instead of a personal address', async () => {
    const byAddress = `/v1/leads?email=${encodeURIComponent(KIM)}`;
    // Reads wait for this lock, and a request behind 508 others is refused.
    const other = new pg.Client({ connectionString: app.database.url });
    await other.connect();
    await other.query('begin');
    await other.query('lock table lead in access exclusive mode');
    const all = Array.from({ length: 520 }, () => app.get(byAddress));
    const answer = await Promise.any(all.map(async (each) => ((await each).status === 503 ? each : Promise.reject())));
    await other.query('rollback');
    await other.end();
    await Promise.all(all);
    expect(answer).toMatchObject({ status: 503, body: { type: '/problems#overload' } });
    expect(lineOf(answer)).toMatch(
      /^503 overload, request \S+, GET \/v1\/leads: Too many requests of this key are waiting/,
    );
  });
});

it('an error that the request caused has no log line and no id', async () => {
  const answers = [
    await app.post('/v1/leads', { source: 1 }),
    await app.get('/v1/leads/none'),
    await app.get('/v1/me', { key: null }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([422, 404, 401]);
  expect(answers.map(({ headers }) => headers.get('x-request-id'))).toEqual([null, null, null]);
  expect(told).toEqual([]);
});
