/** The sources that can fill in a form, with the words that name them to people. */
export const PREFILL_WORDS = {
  'lead.contact.name': 'the lead',
  'lead.contact.title': 'the lead',
  'lead.contact.email': 'the lead',
  'lead.contact.phone': 'the lead',
  'lead.company.name': 'the lead',
  'lead.company.domain': 'the lead',
  'lead.source': 'the lead',
  'lead.channel': 'the lead',
  'lead.campaign': 'the lead',
  'lead.message': 'what the lead wrote',
  'touches.notes': 'notes of touches of the lead',
  win: 'the handoff of the win, with all its amendments',
  earlier: 'an earlier handoff of the account',
} as const;

export type PrefillSource = keyof typeof PREFILL_WORDS;
/** Sources that are a single text. */
export type TextSource = Exclude<PrefillSource, 'touches.notes' | 'win' | 'earlier'>;

export const PREFILL_SOURCES = Object.keys(PREFILL_WORDS) as readonly PrefillSource[];

export function isPrefill(written: unknown): boolean {
  const sources = Array.isArray(written) ? written : [written];
  return sources.length > 0 && sources.every(isSource) && new Set(sources).size === sources.length;
}

/** @param written undefined, or a value that `isPrefill` accepts */
export function prefillOf(written: unknown): readonly PrefillSource[] {
  return (Array.isArray(written) ? written : [written]).filter(isSource);
}

function isSource(value: unknown): value is PrefillSource {
  return typeof value === 'string' && Object.hasOwn(PREFILL_WORDS, value);
}
