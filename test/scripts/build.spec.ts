import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { build } from '../../scripts/build.mjs';

let root: string;
let programs: ChildProcess[];
beforeEach(() => {
  root = mkdtempSync(join(process.env.TEST_FOLDER!, 'build-'));
  programs = [];
  mkdirSync(join(root, 'src', 'greeting'), { recursive: true });
  copyFileSync('.swcrc', join(root, '.swcrc'));
  write('package.json', '{ "type": "module" }');
  write('src/main.ts', `import { word } from './greeting/word.js';\nconsole.log(word satisfies string);\n`);
  write('src/greeting/word.ts', `export const word: string = 'hello';\n`);
});
afterEach(async () => {
  for (const program of programs) program.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, content: string): void {
  writeFileSync(join(root, path), content);
}

function run(folder: string, file = 'main'): ChildProcess {
  const program = spawn(process.execPath, [join(folder, 'src', `${file}.js`)], { stdio: ['pipe', 'pipe', 'inherit'] });
  programs.push(program);
  return program;
}

async function firstLine(program: ChildProcess): Promise<string> {
  const [line] = await once(createInterface(program.stdout!), 'line');
  return line;
}

describe('a build', () => {
  it('runs, and is not made again as long as nothing changes', async () => {
    const first = await build(root);
    expect(first.compiled).toBe(2);
    expect(await firstLine(run(first.folder))).toBe('hello');
    expect(await build(root)).toEqual({ folder: first.folder, compiled: 0 });
  });

  it('compiles only what has changed, and forgets what is gone', async () => {
    write('src/greeting/old.ts', 'export const old = 1;\n');
    const first = await build(root);
    write('src/greeting/word.ts', `export const word = 'good day';\n`);
    rmSync(join(root, 'src', 'greeting', 'old.ts'));
    const second = await build(root);
    expect(second.compiled).toBe(1);
    expect(await firstLine(run(second.folder))).toBe('good day');
    expect(existsSync(join(second.folder, 'src', 'greeting', 'old.js'))).toBe(false);
    expect(existsSync(join(first.folder, 'src', 'greeting', 'old.js'))).toBe(true);
  });

  it('takes files that are not TypeScript along as they are', async () => {
    write('src/greeting/words.json', '["hello"]');
    const { folder } = await build(root);
    expect(readFileSync(join(folder, 'src', 'greeting', 'words.json'), 'utf8')).toBe('["hello"]');
  });

  it('is compiled anew in full when the way of compiling changes', async () => {
    await build(root);
    write('.swcrc', readFileSync('.swcrc', 'utf8').replace('es2023', 'es2022'));
    expect((await build(root)).compiled).toBe(2);
  });

  it('leaves no trace when a source cannot be compiled', async () => {
    await build(root);
    write('src/main.ts', 'const = ;\n');
    await expect(build(root)).rejects.toThrow();
    expect(readdirSync(join(root, 'dist', 'builds'))).toHaveLength(1);
  });

  it('may be made by several at once', async () => {
    const builds = await Promise.all([build(root), build(root), build(root)]);
    expect(new Set(builds.map(({ folder }) => folder)).size).toBe(1);
    expect(readdirSync(join(root, 'dist', 'builds'))).toHaveLength(1);
    expect(await firstLine(run(builds[0].folder))).toBe('hello');
  });

  it('stays as long as a copy runs from it, and a few builds longer than that otherwise', async () => {
    const script = join(process.cwd(), 'scripts', 'build.mjs');
    write(
      'src/main.ts',
      `const { build } = await import(${JSON.stringify(script)});\nawait build(${JSON.stringify(root)});\n` +
        `console.log('runs');\nprocess.stdin.once('data', async () => console.log((await import('./greeting/word.js')).word));\n`,
    );
    const { folder } = await build(root);
    rmSync(join(folder, 'users', String(process.pid)));
    const program = run(folder);
    expect(await firstLine(program)).toBe('runs');
    for (let change = 1; change <= 7; change += 1) {
      write('src/greeting/word.ts', `export const word = 'change ${change}';\n`);
      const later = await build(root);
      rmSync(join(later.folder, 'users', String(process.pid)));
    }
    expect(readdirSync(join(root, 'dist', 'builds'))).toHaveLength(5);
    program.stdin!.write('go\n');
    expect(await firstLine(program)).toBe('hello');
  });
});
