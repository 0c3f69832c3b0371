import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import type { Answer } from '../support/client.js';
import { RunningNode } from '../support/node.js';
import { isRoot, newDataDir } from '../support/postgres-folders.js';

const MIB = 1024 * 1024;
/** Long enough that only a hanging program exceeds it, not a slow machine. */
const WITHIN_MS = 300_000;
const BATCH = {
  leads: Array.from({ length: 500 }, () => ({ source: 'web', contact: {}, message: 'x'.repeat(2_000) })),
};

it('a full disk of the data folder is reported, and work resumes when there is space again', async () => {
  const dataDir = newDataDir();
  mkdirSync(dataDir, { recursive: true });
  const small = ['-t', 'tmpfs', '-o', 'size=160m,mode=755', 'tmpfs', dataDir];
  if (!isRoot || spawnSync('mount', small).status !== 0) {
    console.warn('Not tried: a full disk (this user may not mount one).');
    return;
  }
  const filling = join(dataDir, 'filling');
  let node: RunningNode | undefined;
  try {
    node = await RunningNode.start('', { DATA_DIR: dataDir });
    const before = await node.ready();
    expect(before).toMatchObject({ status: 'ok', disk: 'ok' });
    writeFileSync(filling, Buffer.alloc(before.diskFreeBytes - 8 * MIB));
    const refused = await until(
      () => node!.post('/v1/leads/batch', BATCH),
      ({ status }) => status !== 200,
    );
    expect(refused).toMatchObject({
      status: 507,
      body: {
        type: '/problems#disk-full',
        disk: 'dataFolder',
        freeBytes: expect.any(Number),
        detail: expect.stringMatching(/^The disk of the data folder \(DATA_DIR\) is full: \d\.\d MiB are left\./),
      },
    });
    const ready = await node.get('/health/ready');
    expect(ready).toMatchObject({ status: 503, body: { status: 'unavailable', disk: 'full' } });
    // Longer than the program keeps restarting a Postgres that ends by its own fault.
    await wait(8_000);
    expect(await node.post('/v1/leads/batch', BATCH)).toMatchObject({ status: 507 });
    rmSync(filling);
    const again = await until(
      () => node!.post('/v1/leads/batch', BATCH),
      ({ status }) => status === 200,
    );
    expect(again.body.results).toHaveLength(BATCH.leads.length);
    expect(await node.ready()).toMatchObject({ status: 'ok', disk: 'ok' });
    expect(await node.stop()).toBe(0);
  } finally {
    await node?.kill();
    await wait(500);
    spawnSync('umount', ['-l', dataDir]);
  }
});

async function until(ask: () => Promise<Answer>, isEnough: (answer: Answer) => boolean): Promise<Answer> {
  for (const endsAt = performance.now() + WITHIN_MS; ; await wait(100)) {
    const answer = await ask();
    if (isEnough(answer)) return answer;
    if (performance.now() > endsAt) throw new Error(`Still ${answer.status} ${JSON.stringify(answer.body)}`);
  }
}
