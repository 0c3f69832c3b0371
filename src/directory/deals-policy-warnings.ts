import { durationInWords, elapsedMs } from '../platform/duration.js';
import type { RenewalPromises, SlaPolicy } from '../sla/policy.js';
import type { DirectoryContent } from './directory.js';

/** Of a policy that promises something about deals, what it hardly was meant to say. */
interface DealsPolicyWarning {
  readonly code: 'dealsPolicyAsksUnknown' | 'renewalOutOfOrder';
  readonly policyId: string;
  readonly pointers: readonly string[];
  readonly text: string;
}

/** What conditions of policies are told of a deal, beside all of its account. */
const KNOWN_OF_DEALS = ['source', 'channel', 'campaign', 'account', 'company', 'company.name', 'company.domain'];

/** In the order in which they come. */
const STEPS = [
  ['firstTalkBefore', 'the first talk'],
  ['deciderNamedBefore', 'naming the decider'],
  ['committedBefore', 'the commitment'],
] as const satisfies readonly (readonly [keyof RenewalPromises, string])[];

export function dealsPolicyWarnings({ policies }: DirectoryContent): DealsPolicyWarning[] {
  return policies.flatMap(({ policy, when }) => [...asksUnknown(policy, when.fields), ...outOfOrder(policy)]);
}

/** Of what is not known of deals everything is missing. */
function asksUnknown({ id, name, renewal, deals }: SlaPolicy, fields: readonly string[]): DealsPolicyWarning[] {
  if (renewal === null && deals === null) return [];
  const unknown = fields.filter((field) => !KNOWN_OF_DEALS.includes(field) && !field.startsWith('account.'));
  if (unknown.length === 0) return [];
  const parts = new Intl.ListFormat('en').format([
    ...(renewal === null ? [] : ['`renewal`']),
    ...(deals === null ? [] : ['`deals`']),
  ]);
  const text = `The policy "${name}" has ${parts}, but asks for ${new Intl.ListFormat('en').format(unknown)}, which is never known of deals and counts as missing: PUT /v1/sla-policies/{id} with a \`when\` about source, channel, campaign, account, company.name or company.domain.`;
  return [{ code: 'dealsPolicyAsksUnknown', policyId: id, pointers: ['/when'], text }];
}

/** What comes later is promised for an earlier day. */
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
