import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundle, LEFT_OUT } from '../../scripts/bundle.mjs';
import { SECRETS_KEY, TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { MailServer } from '../support/mail-server.js';
import { RunningNode } from '../support/node.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { until } from '../support/postgres-owner.js';
import { SlackServer } from '../support/slack-server.js';

let folder: string;
beforeAll(async () => {
  const program = await bundle(process.env.TEST_BUILD_FOLDER!);
  // A folder with nothing but the production packages.
  const place = mkdtempSync(join(process.env.TEST_FOLDER!, 'bundle-'));
  folder = join(place, 'program');
  cpSync(program, folder, { recursive: true });
  for (const name of Object.keys(dependencies())) {
    mkdirSync(dirname(join(place, 'node_modules', name)), { recursive: true });
    symlinkSync(join(process.cwd(), 'node_modules', name), join(place, 'node_modules', name));
  }
});

function dependencies(): Record<string, string> {
  return JSON.parse(readFileSync('package.json', 'utf8')).dependencies;
}

it('production installs exactly the packages that a bundle does not contain', () => {
  const installed = Object.keys(LEFT_OUT).filter((name) => existsSync(join('node_modules', name)));
  expect(Object.keys(dependencies()).sort()).toEqual(installed.sort());
});

it('bundled scripts are ASCII, because V8 would otherwise store two bytes a character', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.js'));
  expect(files).toContain('main.js');
  expect(files.filter((name) => /[\u0080-\uffff]/.test(readFileSync(join(folder, name), 'utf8')))).toEqual([]);
});

describe('a bundle', () => {
  let database: FreshDatabase;
  let node: RunningNode;
  let mails: MailServer;
  let slack: SlackServer;
  beforeAll(async () => {
    database = await freshDatabase();
    [mails, slack] = [await MailServer.start(), await SlackServer.start()];
    const environment = {
      SECRETS_KEY: Buffer.from(SECRETS_KEY).toString('base64'),
      FEEDBACK_BASE_URLS: [...slack.bases].map(([host, base]) => `${host}=${base}`).join(),
      SMTP_URL: mails.url,
      MAIL_FROM: 'Touchline <leads@example.com>',
    };
    node = await RunningNode.start(database.programUrl, environment, join(folder, 'main.js'));
  });
  afterAll(async () => {
    await node.kill();
    await database.drop();
    await mails.stop();
    await slack.stop();
  });

  it('routes a lead', async () => {
    const rep = await node.must('POST', '/v1/reps', { name: 'Ann', email: 'ann@example.com' });
    const rules = [{ name: 'All', when: {}, assign: { repId: rep.id } }];
    await node.must('PUT', '/v1/routing', { rules, fallback: {} });
    const lead = await node.must('POST', '/v1/leads', {
      source: 'form',
      contact: { email: 'kim@example.org', country: 'Deutschland' },
    });
    expect(lead).toMatchObject({ ownerId: rep.id });
  });

  it('makes a report', async () => {
    await until('reports know of the lead', async () => {
      const { total } = await node.must('GET', '/v1/reports/speed-to-lead');
      return total.leads === 1;
    });
  });

  it('reaches people by mail and in Slack, with packages that are loaded at first use', async () => {
    const settings = { channelId: 'C0SALES', botToken: 'xoxb-first', signingSecret: '8f742231b10e8888' };
    const bo = await node.must('POST', '/v1/reps', { name: 'Bo', email: 'bo@example.com' });
    const team = await node.must('POST', '/v1/teams', { name: 'North', repIds: [bo.id] });
    await node.must('POST', '/v1/channels', { name: 'Sales', kind: 'slack', settings, teamIds: [team.id] });
    await node.must('POST', '/v1/leads', { source: 'form', contact: { name: 'Kim' }, owner: { repId: bo.id } });
    await until('a mail has come', () => mails.to('bo@example.com').length > 0);
    await until('a message has been posted', () => slack.asked.length > 0);
  });

  it('loads the packages that it does not contain', async () => {
    const calendar = {
      name: 'Munich',
      timeZone: 'owner',
      hours: { mon: [['09:00', '17:00']] },
      holidayRegion: 'DE-BY',
    };
    expect((await node.ask('POST', '/v1/calendars', calendar)).status).toBe(201);
  });

  it('serves the same documentation as the program generates from its routes', async () => {
    const app = await TestApplication.start();
    const pages = ['/openapi.json', '/docs', '/docs/leads', '/docs/schemas', '/docs/try', '/docs/reference.js'];
    const answers = async (client: RunningNode | TestApplication): Promise<Json[]> =>
      Promise.all(pages.map(async (path) => client.get(path, { key: null })));
    const [ours, made] = [await answers(node), await answers(app)];
    await app.stop();
    for (const [index, path] of pages.entries()) {
      expect([path, ours[index].status, ours[index].type]).toEqual([path, 200, made[index].type]);
      expect(ours[index].body).toEqual(made[index].body);
      expect(ours[index].headers.get('etag')).toBe(made[index].headers.get('etag'));
    }
    expect((await node.get('/problems', { key: null })).body).toContain('invalid-request');
    expect((await node.get('/docs/nothing', { key: null })).status).toBe(404);
  });

  it('serves the script for websites, which their pages may load', async () => {
    const script = await node.get('/in.js', { key: null });
    expect([script.status, script.type]).toEqual([200, 'text/javascript']);
    expect(script.body).toContain('sendBeacon');
    expect(script.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  });

  it('stops when it is told to', async () => {
    expect(await node.stop()).toBe(0);
  });
});

it('a start of production without a build says what to do, in one line', () => {
  const place = mkdtempSync(join(process.env.TEST_FOLDER!, 'unbuilt-'));
  cpSync('scripts', join(place, 'scripts'), { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, [join(place, 'scripts', 'start-prod.mjs')], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: 'Touchline is not built: npm run build makes what runs here, where development packages are installed.\n',
  });
});
