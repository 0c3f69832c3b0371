import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

export interface Former {
  readonly build: string;
  remove(): void;
}

/** Builds a commit with its own script, and with packages of its own if its lock file asks for others than today's. */
export async function buildFormer(commit: string): Promise<Former> {
  const root = await git(dirname(fileURLToPath(import.meta.url)), 'rev-parse', '--show-toplevel');
  const hash = await git(root, 'rev-parse', '--verify', `${commit}^{commit}`);
  const folder = mkdtempSync(join(tmpdir(), 'touchline-former-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    await unpack(root, hash, folder);
    if (lockOf(folder) === lockOf(root)) symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    else await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
    const script = await import(pathToFileURL(join(folder, 'scripts', 'build.mjs')).href);
    return { build: await (script.build as () => Promise<string>)(), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

async function unpack(root: string, hash: string, folder: string): Promise<void> {
  const archive = spawn('git', ['-C', root, 'archive', hash], { stdio: ['ignore', 'pipe', 'inherit'] });
  const tar = spawn('tar', ['-x', '-C', folder], { stdio: [archive.stdout, 'inherit', 'inherit'] });
  const [code] = await once(tar, 'exit');
  if (code !== 0) throw new Error(`The commit ${hash} cannot be unpacked`);
}

async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', ['-C', folder, ...args]);
  return stdout.trim();
}

function lockOf(folder: string): string {
  return readFileSync(join(folder, 'package-lock.json'), 'utf8');
}
