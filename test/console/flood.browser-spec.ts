import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { allTo, aPool, aRep } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { inBrowser } from './browsing.js';

const LEADS = 100;
const UPDATES = 500;
const AT_ONCE = 10;

/** Counts frames and drawings of the list until it shows the last update. */
const WATCH = `(async () => {
  const list = document.querySelector('[role=listbox]');
  let [frames, drawn, isOver] = [0, 0, false];
  const count = () => { frames += 1; if (!isOver) requestAnimationFrame(count); };
  requestAnimationFrame(count);
  const drawings = new MutationObserver(() => { drawn += 1; });
  drawings.observe(list, { subtree: true, childList: true, characterData: true });
  window.flooded = new Promise((resolve) => {
    const look = setInterval(() => {
      if (!list.textContent.includes('Last')) return;
      clearInterval(look);
      isOver = true;
      resolve({ frames, drawn });
    }, 10);
  });
})()`;

/** Sends updates as the listening tab passes them on. */
const FLOOD = `(async ({ repId, updates, atOnce }) => {
  const { data } = await (await fetch('/v1/me/inbox?limit=20')).json();
  const channel = new BroadcastChannel('touchline /v1/reps/' + repId + '/stream');
  for (let sent = 0; sent < updates; sent += atOnce) {
    for (let at = sent; at < sent + atOnce; at += 1) {
      const row = data[at % 10];
      const name = at === updates - 1 ? 'Last' : 'Changed ' + at;
      const put = { name: 'inbox.put', data: { row: { ...row, contact: { ...row.contact, name } }, seq: 1_000_000 + at } };
      channel.postMessage({ from: 'listening', messages: [put] });
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000 * atOnce / updates));
  }
})`;

inBrowser('an inbox with many updates', (aDevice) => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start('2026-03-02T09:00:00.000Z');
  });
  afterAll(async () => {
    await app.stop();
  });

  // Counts instead of measuring time: a frame's duration depends on the machine, the drawings in it on the console.
  it('is drawn at most once a frame, on a slow machine', async () => {
    const ann = await aRep(app, 'Ann');
    await allTo(app, await aPool(app, 'Desk', [ann]));
    await aPolicy(app, {}, { time: 'elapsed' });
    const leads = Array.from({ length: LEADS }, (_, at) => ({
      source: 'web',
      contact: { email: `kim${at}@example.org` },
    }));
    await app.must('POST', '/v1/leads/batch', { leads });
    const device = await aDevice();
    await device.logIn(app.url, await app.keyFor(['rep'], ann.id));
    await device.page.getByText(`${LEADS} open`).waitFor();
    const second = await device.context.newPage();
    await second.goto(`${app.url}/console/account`);
    await device.page.bringToFront();
    const devTools = await device.context.newCDPSession(device.page);
    await devTools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await device.page.evaluate(WATCH);
    await second.evaluate(`${FLOOD}(${JSON.stringify({ repId: ann.id, updates: UPDATES, atOnce: AT_ONCE })})`);
    const { frames, drawn } = (await device.page.evaluate('window.flooded')) as { frames: number; drawn: number };
    expect(drawn).toBeGreaterThan(0);
    // One drawing for each frame with updates, plus those of the countdowns.
    expect(drawn).toBeLessThanOrEqual(frames + UPDATES / 100);
    expect(drawn).toBeLessThan(UPDATES / 2);
  });
});
