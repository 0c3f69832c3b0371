export const CATEGORIES = ['nurture', 'recycle', 'suppress', 'lost'] as const;
export type Category = (typeof CATEGORIES)[number];

/** By what of the person later leads are closed as they come in; `bad`: by what turned out to be wrong. */
export const BLOCKS = ['none', 'email', 'phone', 'contact', 'domain', 'bad'] as const;
export type Blocks = (typeof BLOCKS)[number];

export const INTENTS = [
  'neverExisted',
  'notAProspect',
  'duplicate',
  'stop',
  'realButNotNow',
  'realButLost',
  'notAFit',
  'reversed',
] as const;
/** What an ad platform may be told of it. */
export type Intent = (typeof INTENTS)[number];
