import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lockFolder } from '../../src/embedded-postgres/folder-lock.js';
import { identityOf } from '../../src/embedded-postgres/process.js';
import { StartRefusal } from '../../src/platform/input/refusal.js';

const ROUNDS = 200;
const COPIES = 2;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(process.env.TEST_FOLDER!, 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the lock of a folder', () => {
  it('is refused while its holder runs, and granted after it is released', () => {
    const lock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(StartRefusal);
    lock.release();
    lockFolder(folder).release();
  });

  it('passes on when its holder has ended', () => {
    writeFileSync(join(folder, 'lock.7'), JSON.stringify({ pid: process.pid, begun: 'in another life' }));
    lockFolder(folder);
    expect(readdirSync(folder)).toEqual(['lock.8']);
  });

  it('passes on when its file cannot be read', () => {
    writeFileSync(join(folder, 'lock.7'), '{');
    lockFolder(folder);
    expect(readdirSync(folder)).toEqual(['lock.8']);
  });

  it('orders its turns as numbers', () => {
    writeFileSync(join(folder, 'lock.9'), 'null');
    writeFileSync(join(folder, 'lock.10'), JSON.stringify(identityOf(process.pid)));
    expect(() => lockFolder(folder)).toThrow(/in use by another running copy/);
  });

  it('goes to exactly one of several processes that find it abandoned at the same time', async () => {
    const folders = Array.from({ length: ROUNDS }, (_, round) => join(folder, String(round)));
    for (const each of folders) {
      mkdirSync(each);
      writeFileSync(join(each, 'lock.7'), JSON.stringify({ pid: process.pid, begun: 'in another life' }));
    }
    const copies = Array.from({ length: COPIES }, () => new Copy(folders));
    await Promise.all(copies.map((copy) => copy.says()));
    const begin = Date.now() + 50;
    const got = (await Promise.all(copies.map((copy) => copy.go(begin)))).flat();
    for (const copy of copies) copy.kill();
    expect(got.toSorted()).toEqual(folders.toSorted());
  });
});

class Copy {
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;

  constructor(folders: readonly string[]) {
    const program = join('test', 'support', 'locks-folders.mjs');
    const args = [program, process.env.TEST_BUILD_FOLDER!, ...folders];
    this.child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.lines = createInterface(this.child.stdout!)[Symbol.asyncIterator]();
  }

  async says(): Promise<string[]> {
    return JSON.parse((await this.lines.next()).value);
  }

  go(begin: number): Promise<string[]> {
    this.child.stdin!.write(`${begin}\n`);
    return this.says();
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}
