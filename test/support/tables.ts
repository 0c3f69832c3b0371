import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const TABLES: ReadonlySet<string> = new Set(
  readdirSync('migrations', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [...readFileSync(join('migrations', file), 'utf8').matchAll(/create table ([a-z_]+)/g)].map(([, name]) => name!),
    ),
);
