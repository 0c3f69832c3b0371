/** The form that fits every platform: order id, transaction id, event id and client id at once. */
const DEDUP_KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Google refuses order ids that may be a telephone number. */
const LIKE_A_NUMBER = /^\d{7,15}$/;

/** The number of an order as well. In a file none may be a formula, and an address would be somebody's. */
const OF_A_TAG = /^(?![=+@-])\S[^\p{C}\p{Zl}\p{Zp}]{0,63}$/u;

/**
 * The key under which every platform knows a stage of a lead. A lead that comes back keeps it, so that nothing counts
 * twice; what was taken back for good and is sent again has the next revision.
 */
export function dedupKeyOf(leadId: string, stage: string, revision: number): string {
  return `${leadId}.${stage}.${revision}`;
}

export function isDedupKey(key: string): boolean {
  return DEDUP_KEY.test(key) && !LIKE_A_NUMBER.test(key);
}

/** Whether something may be adjusted under a key: also one that the tag of a website has counted it by, of any form. */
export function isKeyToQuote(key: string): boolean {
  return isDedupKey(key) || (OF_A_TAG.test(key) && !key.includes('@'));
}
