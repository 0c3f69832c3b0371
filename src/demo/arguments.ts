import { parseArgs } from 'node:util';
import { StartRefusal } from '../platform/start-refusal.js';

/** Which leads the demo plays: its own sample, or a file with the mapping that explains it. */
export type DemoArguments =
  | { readonly kind: 'sample' }
  | { readonly kind: 'file'; readonly leads: string; readonly mapping: string };

const USAGE = 'npm run demo -- --leads FILE.csv --mapping FILE.json';

/**
 * Reads what stands behind `npm run demo --`.
 * @throws StartRefusal one line that says what is wrong
 */
export function readArguments(given: readonly string[]): DemoArguments {
  const { leads, mapping } = parse(given);
  if (leads === undefined && mapping === undefined) return { kind: 'sample' };
  if (leads === undefined || mapping === undefined) {
    const missing = leads === undefined ? 'leads' : 'mapping';
    throw new StartRefusal(`--${missing} is missing: a file and its mapping come together (${USAGE}).`);
  }
  return { kind: 'file', leads, mapping };
}

function parse(given: readonly string[]): { leads?: string; mapping?: string } {
  const options = { leads: { type: 'string' }, mapping: { type: 'string' } } as const;
  try {
    return parseArgs({ args: [...given], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const why = (error as Error).message.split(/[\n.] ?/)[0];
    throw new StartRefusal(`${why}: the demo knows only ${USAGE}.`);
  }
}
