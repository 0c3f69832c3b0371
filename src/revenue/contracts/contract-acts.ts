/** What owners of a contract do with it, named as in the routes. */
export const ACTS_OF_OWNERS = ['amend', 'renew', 'notice'] as const;
/** Moving it to another account is for programs. */
export const CONTRACT_ACTS = [...ACTS_OF_OWNERS, 'transfer'] as const;
export type ContractAct = (typeof CONTRACT_ACTS)[number];
