import { Refusal } from '../platform/refusal.js';
import { inWords } from '../platform/text.js';

export interface ResourceUser {
  readonly kind: string;
  /** Null of what there is one of: the routing rules, the settings. */
  readonly id: string | null;
  readonly name: string;
}

/** 409: something else still needs what was to be deleted. */
export class ResourceInUseError extends Refusal {
  readonly code = 'in-use';
  readonly kind = 'conflict';
  readonly title = 'Still in use';
  override readonly facts: { readonly usedBy: readonly Partial<ResourceUser>[] };

  /** @param instead what would be right, as a sentence; by default one sees to the users first */
  constructor(what: string, usedBy: readonly ResourceUser[], instead?: string) {
    const said = `This ${inWords(what)} is used by ${new Intl.ListFormat('en').format(usedBy.map(wordsOf))}.`;
    super(instead === undefined ? said : `${said} ${instead}`);
    this.facts = { usedBy: usedBy.map(({ kind, id, name }) => ({ kind, ...(id !== null && { id }), name })) };
  }
}

/** What there may be many of is counted by its name: "20 leads, now or earlier". */
const COUNTED = ['lead', 'clock', 'disposition', 'delivery', 'record', 'account', 'deal', 'handoff'];

function wordsOf({ kind, id, name }: ResourceUser): string {
  if (COUNTED.includes(kind)) return name;
  if (kind === 'routing') return `the routing rules, as their ${name}`;
  return kind === name ? `the ${kind}` : `the ${inWords(kind)} "${name}"${id === null ? '' : ` (${id})`}`;
}
