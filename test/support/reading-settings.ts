import type { ReadingSettings } from '../../src/leads/reading.js';

/** The settings by which leads are read, without any of the lists. */
export function readingSettings(
  defaultCountry: string | null = null,
  lists: Partial<ReadingSettings> = {},
): ReadingSettings {
  return { defaultCountry, placeholders: [], ownDomains: [], ...lists };
}
