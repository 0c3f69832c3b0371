import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SpooledUploads } from '../../src/imports/spooled-upload.service.js';
import type { Environment } from '../../src/platform/running/environment.js';

let dataDir: string;
let uploads: SpooledUploads;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'spooled-'));
  uploads = new SpooledUploads({ dataDir } as Environment);
});
afterAll(() => rmSync(dataDir, { recursive: true }));

async function* inPieces(...pieces: readonly Buffer[]) {
  yield* pieces;
}

describe('an upload that lies on the disk', () => {
  it('is read from any place to any other', async () => {
    const bytes = randomBytes(300_007);
    const upload = await uploads.spool(
      inPieces(bytes.subarray(0, 1), bytes.subarray(1, 70_000), bytes.subarray(70_000)),
    );
    expect(upload.size).toBe(bytes.length);
    for (const [start, end] of [
      [0, 300_007],
      [1, 17],
      [15, 16],
      [16, 70_001],
      [299_999, 300_007],
      [5, 5],
    ] as const) {
      const read: Buffer[] = [];
      for await (const piece of upload.range(start, end)) read.push(piece);
      expect(Buffer.concat(read).equals(bytes.subarray(start, end))).toBe(true);
    }
    await upload.close();
  });

  // Other systems remove no file that is open.
  (process.platform === 'linux' ? it : it.skip)('has no name, and nothing in it can be read', async () => {
    const upload = await uploads.spool(inPieces(Buffer.from('ann@example.com '.repeat(1_000))));
    expect(readdirSync(join(dataDir, 'tmp'))).toEqual([]);
    const { fd } = (upload as unknown as { readonly handle: { readonly fd: number } }).handle;
    expect(readFileSync(`/proc/self/fd/${fd}`).includes('ann@example.com')).toBe(false);
    await upload.close();
  });

  it('that breaks off leaves nothing', async () => {
    const broken = async function* () {
      yield Buffer.from('ann');
      throw new Error('The line was cut');
    };
    await expect(uploads.spool(broken())).rejects.toThrow('The line was cut');
    expect(readdirSync(join(dataDir, 'tmp'))).toEqual([]);
  });
});
