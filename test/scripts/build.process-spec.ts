import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { build } from '../../scripts/build.mjs';

let root: string;
let programs: ChildProcess[];
/** A project with a build of the sources with which each test begins. */
let built: string;
beforeAll(async () => {
  beginProject();
  built = root;
  await build(built);
});
afterAll(() => rmSync(built, { recursive: true }));
beforeEach(() => {
  beginProject();
  programs = [];
});
afterEach(() => {
  for (const program of programs) program.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

function beginProject(): void {
  root = mkdtempSync(join(process.env.TEST_FOLDER!, 'build-'));
  mkdirSync(join(root, 'src', 'greeting'), { recursive: true });
  for (const file of ['.swcrc', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json']) {
    copyFileSync(file, join(root, file));
  }
  symlinkSync(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
  write('package.json', '{ "type": "module" }');
  write('src/main.ts', `import { word } from './greeting/word.js';\nconsole.log(word satisfies string);\n`);
  write('src/greeting/word.ts', `export const word: string = 'hello';\n`);
}

/** Returns the build of the unchanged sources, which is made only once. */
function firstBuild(): Promise<string> {
  cpSync(join(built, 'dist'), join(root, 'dist'), { recursive: true, preserveTimestamps: true });
  return build(root);
}

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

const madeAt = (folder: string) => statSync(join(folder, 'src', 'main.js')).mtimeMs;
const builds = () => readdirSync(join(root, 'dist', 'builds'));

describe('a build', () => {
  it('runs, copies other files than TypeScript, and is reused while nothing changes', async () => {
    write('src/greeting/words.json', '["hello"]');
    const first = await build(root);
    expect(readFileSync(join(first, 'src', 'greeting', 'words.json'), 'utf8')).toBe('["hello"]');
    const at = madeAt(first);
    expect(await firstLine(run(first))).toBe('hello');
    expect(await build(root)).toBe(first);
    expect(madeAt(first)).toBe(at);
  });

  it('is a new one when a source changes, without removed files, and keeps the former', async () => {
    const first = await firstBuild();
    write('src/main.ts', `import './greeting/new.js';\n`);
    write('src/greeting/new.ts', `console.log('good day');\n`);
    rmSync(join(root, 'src', 'greeting', 'word.ts'));
    const second = await build(root);
    expect(await firstLine(run(second))).toBe('good day');
    expect(existsSync(join(second, 'src', 'greeting', 'word.js'))).toBe(false);
    expect(existsSync(join(first, 'src', 'greeting', 'word.js'))).toBe(true);
    expect(await firstLine(run(first))).toBe('hello');
  });

  it('is a new one when the compiler settings change', async () => {
    const first = await firstBuild();
    write('.swcrc', readFileSync('.swcrc', 'utf8').replace('es2023', 'es2022'));
    expect(await build(root)).not.toBe(first);
  });

  it('leaves no trace when a source cannot be compiled', async () => {
    const first = await firstBuild();
    write('src/main.ts', 'const = ;\n');
    await expect(build(root)).rejects.toThrow('src/main.ts');
    expect(builds()).toEqual([first.split('/').at(-1)]);
  });

  it('with type errors is refused if types are checked, built before or not', async () => {
    write('src/main.ts', `import { word } from './greeting/word.js';\nconsole.log(word satisfies number);\n`);
    const folder = await build(root);
    await expect(build(root, { typeCheck: true })).rejects.toThrow('TS1360');
    write('src/main.ts', `console.log('sound');\n`);
    const sound = await build(root, { typeCheck: true });
    expect(sound).not.toBe(folder);
    expect(await firstLine(run(sound))).toBe('sound');
  });

  it('may be made by several processes at once', async () => {
    const made = await Promise.all([build(root), build(root), build(root)]);
    expect(new Set(made).size).toBe(1);
    expect(builds()).toHaveLength(1);
    expect(await firstLine(run(made[0]))).toBe('hello');
  });

  it('is kept while a process runs from it, and otherwise for a few builds more', async () => {
    const script = join(process.cwd(), 'scripts', 'build.mjs');
    write(
      'src/main.ts',
      `const { build } = await import(${JSON.stringify(script)});\nawait build(${JSON.stringify(root)});\n` +
        `console.log('runs');\nprocess.stdin.once('data', async () => console.log((await import('./greeting/word.js')).word));\n`,
    );
    const folder = await build(root);
    rmSync(join(folder, 'users', String(process.pid)));
    const program = run(folder);
    expect(await firstLine(program)).toBe('runs');
    for (const later of ['1', '2', '3', '4']) {
      const copy = join(root, 'dist', 'builds', later.repeat(16));
      cpSync(folder, copy, { recursive: true });
      rmSync(join(copy, 'users'), { recursive: true });
    }
    write('src/greeting/word.ts', `export const word = 'changed';\n`);
    await build(root);
    expect(builds()).toHaveLength(5);
    program.stdin!.write('go\n');
    expect(await firstLine(program)).toBe('hello');
  });
});

it('a built program with missing packages says so, in one line', () => {
  mkdirSync(join(root, 'scripts'));
  for (const script of ['build.mjs', 'in-script.mjs', 'console.mjs'])
    copyFileSync(join('scripts', script), join(root, 'scripts', script));
  write('src/main.ts', `import 'a-package-that-was-left-out';\n`);
  write('scripts/play.mjs', `import { importBuilt } from './build.mjs';\nawait importBuilt('src/main.js');\n`);
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'play.mjs')], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: 'This needs packages for development, and some of them are not installed. Run npm ci.\n',
  });
});

it('a start without the development packages says what to do, in one line', () => {
  mkdirSync(join(root, 'scripts'));
  for (const script of ['build.mjs', 'in-script.mjs', 'bundle.mjs', 'console.mjs', 'start.mjs'])
    copyFileSync(join('scripts', script), join(root, 'scripts', script));
  rmSync(join(root, 'node_modules'));
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'start.mjs')], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr:
      'Touchline cannot be built: what builds it is not installed. ' +
      'Run npm ci, or npm run build before you leave development packages out.\n',
  });
});
