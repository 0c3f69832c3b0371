import { parseArgs } from 'node:util';
import { IsDefined, ValidateIf } from 'class-validator';
import { faultsOfDeclared, saying } from '../platform/input/declared.js';
import { StartRefusal } from '../platform/input/refusal.js';

/** The leads that the demo plays: its own sample, or a file with the mapping that explains it. */
export type DemoArguments =
  | { readonly kind: 'sample' | 'help' }
  | { readonly kind: 'file'; readonly leads: string; readonly mapping: string };

const USAGE = 'npm run demo -- --leads FILE.csv --mapping FILE.json';

export const HELP = `npm run demo
    plays a week of an inbound team with the leads of a sample, and the first month of
    what it won, in a minute or two.

${USAGE}
    plays it with leads of your own: any CSV or XLSX file with a row of column names, and a mapping that
    says what the columns mean. docs/demo.md explains mappings, demo/leads.mapping.json is one.

Nothing of it stays: the demo has a database of its own, which is deleted at the end.`;

const NEEDS_THE_OTHER = saying(
  (name) => `--${name} is missing. A file of leads needs a mapping that explains it: ${USAGE}`,
);

class DemoOptions {
  @ValidateIf(({ mapping }: DemoOptions) => mapping !== undefined)
  @IsDefined(NEEDS_THE_OTHER)
  readonly leads?: string;

  @ValidateIf(({ leads }: DemoOptions) => leads !== undefined)
  @IsDefined(NEEDS_THE_OTHER)
  readonly mapping?: string;

  readonly help?: boolean;
}

/**
 * Reads the arguments that follow `npm run demo --`.
 * @throws StartRefusal one line that says what is wrong
 */
export function readArguments(given: readonly string[]): DemoArguments {
  const options = Object.assign(new DemoOptions(), parse(given));
  if (options.help === true) return { kind: 'help' };
  const [fault] = faultsOfDeclared(options);
  if (fault !== undefined) throw new StartRefusal(fault);
  const { leads, mapping } = options;
  return leads === undefined || mapping === undefined ? { kind: 'sample' } : { kind: 'file', leads, mapping };
}

function parse(given: readonly string[]): DemoOptions {
  const options = {
    leads: { type: 'string' },
    mapping: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...given], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const why = (error as Error).message.split(/[\n.] ?/)[0];
    throw new StartRefusal(`${why}. Usage: ${USAGE}`);
  }
}
