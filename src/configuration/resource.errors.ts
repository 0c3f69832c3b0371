import { defineRefusal } from '../platform/input/refusal.js';
import { inWords } from '../platform/values/text.js';

export interface ResourceUser {
  readonly kind: string;
  /** Null for kinds with a single document, such as the routing rules. */
  readonly id: string | null;
  readonly name: string;
  /** Whether this stands for several users, whose number is in the name. */
  readonly isCounted: boolean;
}

export class ResourceInUseError extends defineRefusal('in-use', 'conflict', 'Still in use') {
  override readonly facts: { readonly usedBy: readonly Partial<ResourceUser>[] };

  /** @param instead advises what to do, as a sentence; by default there is no advice */
  constructor(what: string, usedBy: readonly ResourceUser[], instead?: string) {
    const sentence = `This ${inWords(what)} is used by ${new Intl.ListFormat('en').format(usedBy.map(wordsOf))}.`;
    super(instead === undefined ? sentence : `${sentence} ${instead}`);
    this.facts = { usedBy: usedBy.map(({ kind, id, name }) => ({ kind, ...(id !== null && { id }), name })) };
  }
}

function wordsOf({ kind, id, name, isCounted }: ResourceUser): string {
  if (isCounted) return name;
  if (kind === 'routing') return `the routing rules, as their ${name}`;
  return kind === name ? `the ${kind}` : `the ${inWords(kind)} "${name}"${id === null ? '' : ` (${id})`}`;
}
