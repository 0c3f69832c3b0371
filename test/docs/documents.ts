import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['src', 'migrations', 'scripts', 'bench', 'test'];

export function filesIn(folder: string, ending: RegExp): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => ending.test(name)).map((name) => join(folder, name));
}

export function textOf(path: string): string {
  return readFileSync(path, 'utf8');
}

export const documents = [...readdirSync('.').filter((name) => name.endsWith('.md')), ...filesIn('docs', /\.md$/)];
/** All but decisions that are superseded as a whole: these describe what is no more. */
export const inForce = documents.filter((path) => !/^Superseded by/m.test(textOf(path)));
export const sources = SOURCES.flatMap((folder) => filesIn(folder, /\.([cm]?[jt]s|tsx)$/));
