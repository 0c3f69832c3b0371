import { defineRefusal } from '../platform/refusal.js';
import { inWords } from '../platform/text.js';

export interface ResourceUser {
  readonly kind: string;
  /** Null of what there is one of: the routing rules, the settings. */
  readonly id: string | null;
  readonly name: string;
  /** Of what there may be many: the name says how many. */
  readonly isCounted: boolean;
}

/** 409: something else still needs what was to be deleted. */
export class ResourceInUseError extends defineRefusal('in-use', 'conflict', 'Still in use') {
  override readonly facts: { readonly usedBy: readonly Partial<ResourceUser>[] };

  /** @param instead what would be right, as a sentence; by default one sees to the users first */
  constructor(what: string, usedBy: readonly ResourceUser[], instead?: string) {
    const said = `This ${inWords(what)} is used by ${new Intl.ListFormat('en').format(usedBy.map(wordsOf))}.`;
    super(instead === undefined ? said : `${said} ${instead}`);
    this.facts = { usedBy: usedBy.map(({ kind, id, name }) => ({ kind, ...(id !== null && { id }), name })) };
  }
}

function wordsOf({ kind, id, name, isCounted }: ResourceUser): string {
  if (isCounted) return name;
  if (kind === 'routing') return `the routing rules, as their ${name}`;
  return kind === name ? `the ${kind}` : `the ${inWords(kind)} "${name}"${id === null ? '' : ` (${id})`}`;
}
