import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

/** The packages that the program was commissioned with, and where each does its work. */
const USES: readonly (readonly [pack: string, path: string, use: RegExp])[] = [
  ['@nestjs/core', 'src/application.ts', /NestFactory\.create/],
  ['@nestjs/common', 'src/app.module.ts', /@Module\(/],
  ['@nestjs/schedule', 'src/app.module.ts', /ScheduleModule\.forRoot\(/],
  ['@nestjs/schedule', 'src/engine/engine.sweep.ts', /SchedulerRegistry/],
  ['typeorm', 'src/platform/sql/data-source.ts', /new DataSource\(/],
  ['typeorm', 'src/platform/sql/entity-table.ts', /new EntitySchema\(/],
  ['typeorm', 'src/platform/sql/repository.ts', /Repository</],
  ['typeorm', 'src/platform/sql/migrations.ts', /MigrationInterface/],
  ['pg', 'src/platform/sql/pool.ts', /\bPool\b/],
  ['luxon', 'src/calendar/zone.ts', /\b(?:DateTime|IANAZone)\b/],
  ['class-validator', 'src/platform/running/environment.ts', /^ {2}@IsIn\(/m],
  ['class-validator', 'src/platform/input/declared.ts', /\bvalidateSync\(/],
  ['class-validator', 'src/demo/arguments.ts', /^ {2}@IsDefined\(/m],
  ['supertest', 'test/support/client.ts', /\bsupertest\b/],
];

const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

it.each(USES)('%s is used by %s', (pack, path, use) => {
  expect({ ...dependencies, ...devDependencies }).toHaveProperty([pack], expect.stringMatching(/^\d+\.\d+\.\d+$/));
  const code = readFileSync(path, 'utf8');
  expect(code).toContain(`from '${pack}'`);
  expect(code).toMatch(use);
});

it('jest runs the tests', () => {
  expect(devDependencies).toHaveProperty('jest');
});

it('every migration is one of TypeORM, which runs it', () => {
  const migrations = readdirSync('migrations').filter((name) => /^\d{4}-/.test(name));
  expect(migrations.length).toBeGreaterThan(12);
  for (const name of migrations)
    expect(readFileSync(join('migrations', name), 'utf8')).toMatch(/export class \w+ implements MigrationInterface \{/);
  expect(readFileSync('src/platform/sql/migrate.ts', 'utf8')).toContain('.runMigrations(');
});

it('whole rows of configuration go through repositories', () => {
  const using = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .filter((path) => /\.repository\(/.test(readFileSync(join('src', path), 'utf8')));
  expect(using.length).toBeGreaterThan(15);
});
