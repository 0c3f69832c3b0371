import { durationInWords, elapsedMs } from '../platform/values/duration.js';
import type { RenewalPromises, SlaPolicy } from '../sla/policy.js';
import type { DirectoryContent } from './directory.js';

interface DealsPolicyWarning {
  readonly code: 'dealsPolicyAsksUnknown' | 'renewalOutOfOrder';
  readonly policyId: string;
  readonly pointers: readonly string[];
  readonly text: string;
}

/** The fields of a deal that conditions of policies can use, besides all of its account's. */
const KNOWN_OF_DEALS = ['source', 'channel', 'campaign', 'account', 'company', 'company.name', 'company.domain'];

/** In the order of their days. */
const STEPS = [
  ['firstTalkBefore', 'the first conversation'],
  ['deciderNamedBefore', 'naming the decider'],
  ['committedBefore', 'the commitment'],
] as const satisfies readonly (readonly [keyof RenewalPromises, string])[];

export function dealsPolicyWarnings({ policies }: DirectoryContent): DealsPolicyWarning[] {
  return policies.flatMap(({ policy, when }) => [...asksUnknown(policy, when.fields), ...outOfOrder(policy)]);
}

/** Warns of conditions on fields that deals never have, which count as missing. */
function asksUnknown({ id, name, renewal, deals }: SlaPolicy, fields: readonly string[]): DealsPolicyWarning[] {
  if (renewal === null && deals === null) return [];
  const unknown = fields.filter((field) => !KNOWN_OF_DEALS.includes(field) && !field.startsWith('account.'));
  if (unknown.length === 0) return [];
  const parts = new Intl.ListFormat('en').format([
    ...(renewal === null ? [] : ['`renewal`']),
    ...(deals === null ? [] : ['`deals`']),
  ]);
  const text = `The policy "${name}" has ${parts}, but its condition uses ${new Intl.ListFormat('en').format(unknown)}, which deals never have and which counts as missing: PUT /v1/sla-policies/{id} with a \`when\` about source, channel, campaign, account, company.name or company.domain.`;
  return [{ code: 'dealsPolicyAsksUnknown', policyId: id, pointers: ['/when'], text }];
}

/** Warns of a step that is due before the step that precedes it. */
function outOfOrder({ id, name, renewal }: SlaPolicy): DealsPolicyWarning[] {
  if (renewal === null) return [];
  const steps = STEPS.flatMap(([field, words]) => {
    const before = renewal[field];
    return before === null ? [] : [{ field, words, before }];
  });
  return steps.slice(1).flatMap((later, index): DealsPolicyWarning[] => {
    const earlier = steps[index]!;
    if (elapsedMs(later.before) <= elapsedMs(earlier.before)) return [];
    const text = `The policy "${name}" wants ${later.words} ${durationInWords(later.before.text)} before the last day for notice, and ${earlier.words} only ${durationInWords(earlier.before.text)} before it: PUT /v1/sla-policies/{id} with a ${later.field} that is no longer than ${earlier.field}.`;
    return [{ code: 'renewalOutOfOrder', policyId: id, pointers: [`/renewal/${later.field}`], text }];
  });
}
