import type { LeadInput } from '../vocabulary/lead-fields.js';

/** The lead was made by the testing tool of an ad platform, and is a test. */
export const PLATFORM_TEST = 'platformTest';

/**
 * What Meta's Lead Ads Testing Tool fills into each field, such as `<test lead: dummy data for full_name>`, and the
 * addresses that it gives. Source: test leads of the tool, as programs that take them in quote them.
 */
const META_DUMMY = /^\s*<?test lead: dummy data for /i;
const META_ADDRESSES: ReadonlySet<string | null> = new Set(['test@fb.com', 'test@meta.com']);

/**
 * Reports whether the testing tool of an ad platform made a lead: Meta's by its dummy values, Google's by `is_test`,
 * which the webhook of lead forms says and senders pass on as an attribute. @param emailKey its address, as it is compared
 */
export function isPlatformTest(
  { contact = {}, company = {}, attributes = {} }: LeadInput,
  emailKey: string | null,
): boolean {
  const { is_test: isTest } = attributes as Readonly<Record<string, unknown>>;
  if (isTest === true || isTest === 'true') return true;
  if (META_ADDRESSES.has(emailKey)) return true;
  const texts = [contact, company, attributes].flatMap((group): unknown[] => Object.values(group));
  return texts.some((text) => typeof text === 'string' && META_DUMMY.test(text));
}
