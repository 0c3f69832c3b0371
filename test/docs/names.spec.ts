import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { filesIn, inForce, sources, textOf } from './documents.js';

/** Names of other programs, of platforms and of standards, which no source has to contain. */
const FOREIGN = new Set([
  // npm and the shell
  'devDependencies',
  'glob',
  'pg_dump',
  'psql',
  // Postgres, PgBouncer, Kubernetes and systemd
  'LISTEN',
  'NOTIFY',
  'max_prepared_statements',
  'terminationGracePeriodSeconds',
  'TimeoutStopSec',
  // Jest, Nest, TypeORM and Prometheus
  'runtime',
  'ValidationPipe',
  'upsert',
  'forwardRef',
  'Cron',
  'histogram_quantile',
  // HTTP
  'Allow',
  'Origin',
  // Slack
  'client_msg_id',
  'conversations.history',
  // CRMs
  'closedwon',
  'handover_missing',
  'CloseDate',
  'CurrencyIsoCode',
  'StageName',
  'SystemModstamp',
  'statecode',
]);

/** An identifier, a path of properties, a call or a decorator. */
const NAME = /^@?([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)(?:\(.*\))?$/;
const FILE = /^[\w.][\w./-]*\.(?:[cm]?[jt]s|tsx|sql)$/;
/** `x.store.ts` and `NNNN-what-changes.ts` say how files are named. */
const PATTERN = /^(?:x\.|NNNN-)/;
const CODE = /`([^`\n]+)`/g;
const NAME_IN_FILE =
  /`@?(\w+)(?:\([^`]*\))?`(?: in |,? \()`((?:src|test|bench|scripts|migrations)\/[^`]+\.(?:[mt]s|tsx))`/g;

const read = sources
  .concat(filesIn('examples', /^(?!.*node_modules).*\.ts$/))
  .filter((path) => path !== 'test/docs/names.spec.ts');
const files = new Set(read.map((path) => basename(path)));
// A name that only a comment contains is gone too.
const words = new Set(
  read.flatMap(
    (path) =>
      textOf(path)
        .replace(/^\s*(?:\/?\*|\/\/).*/gm, '')
        .match(/[A-Za-z_$][\w$]*/g) ?? [],
  ),
);

function isFile(name: string): boolean {
  return existsSync(name) || (files.has(basename(name)) && read.some((path) => `/${path}`.endsWith(`/${name}`)));
}

function isKnown(code: string): boolean {
  if (FILE.test(code)) return PATTERN.test(code) || isFile(code);
  const name = NAME.exec(code)?.[1];
  if (name === undefined || FOREIGN.has(name)) return true;
  return name.split('.').every((word) => words.has(word));
}

/** Returns the names and files in backticks that no source contains. */
function goneFrom(markdown: string): string[] {
  const named = [...markdown.replace(/^```.*?^```$/gms, '').matchAll(CODE)].map((match) => match[1]!);
  return [...new Set(named)].filter((code) => !isKnown(code));
}

/** Returns the names that are not in the file that a text says they are in. */
function misplacedIn(markdown: string): string[] {
  return [...markdown.matchAll(NAME_IN_FILE)]
    .filter(([, name, file]) => !existsSync(file!) || !new RegExp(`\\b${name}\\b`).test(textOf(file!)))
    .map(([text]) => text);
}

describe('the documents', () => {
  it.each(inForce)('%s names nothing that is gone', (path) => expect(goneFrom(textOf(path))).toEqual([]));

  it.each(inForce)('%s names things in the files that contain them', (path) =>
    expect(misplacedIn(textOf(path))).toEqual([]),
  );
});

describe('a name in backticks', () => {
  it('is gone if no source contains it', () => {
    expect(goneFrom('`LifecycleService`, `lifecycle.service.ts`, `leads.email` and `@Scopes(any)` exist')).toEqual([]);
    expect(goneFrom('`GoneService`, `gone.service.ts`, `leads.gonefield` and `@GoneToo(any)` do not')).toEqual([
      'GoneService',
      'gone.service.ts',
      'leads.gonefield',
      '@GoneToo(any)',
    ]);
  });

  it('is misplaced if the file beside it does not contain it', () => {
    expect(misplacedIn('`textOf` (`test/docs/documents.ts`)')).toEqual([]);
    expect(misplacedIn('`LifecycleService` in `test/docs/documents.ts`')).toHaveLength(1);
  });
});
