import type { Static } from '@sinclair/typebox';
import type { Instant } from '../platform/values/duration.js';
import type { FieldAsSent, LeadFields } from '../vocabulary/lead-fields.js';
import type { Scalar } from './condition-language.js';

type Maybe<T> = T | null | undefined;

/** An instant may also be an ISO text. */
type Fact<Of extends FieldAsSent> = Of extends {
  readonly fields: infer Inner extends Readonly<Record<string, FieldAsSent>>;
}
  ? { readonly [Name in keyof Inner]?: Maybe<Fact<Inner[Name]>> }
  : Of['type'] extends 'group'
    ? Readonly<Record<string, Maybe<Scalar>>>
    : Of['type'] extends 'instant'
      ? Instant | string
      : Readonly<Static<Of['schema']>>;

type ConditionField = {
  [Name in keyof LeadFields]: LeadFields[Name] extends { readonly isUnasked: true } ? never : Name;
}[keyof LeadFields];

/** The fields of an account that conditions read. Each id in another system is also at `refs.<system>`. */
export interface AccountFacts {
  readonly name: string;
  readonly domains: readonly string[];
  readonly type: string;
  readonly ownerRepId: string | null;
  readonly refs: Readonly<Record<string, string>>;
  readonly protectedUntil: Instant | null;
  readonly [ref: `refs.${string}`]: string;
}

/**
 * The fields of a lead that conditions read. `null`, absent and an empty list are all "missing". Text is as intake
 * stored it: trimmed and in Unicode normal form C. `contact.phone` is E.164 if it could be parsed, else as sent, so
 * that `startsWith "+49"` works.
 */
export interface LeadFacts extends Readonly<Partial<{ [Name in ConditionField]: Maybe<Fact<LeadFields[Name]>> }>> {
  readonly source: string;
  readonly test: boolean;
  readonly receivedAt: Instant;
  readonly account?: Maybe<AccountFacts>;
}
