const spellingsOf = (wanted: string) => `select ${wanted}::text union all
    select other.spelling from source_spelling as given join source_spelling as other using (source_id)
     where given.spelling = ${wanted}::text`;

/**
 * Returns SQL for whether a source equals a requested one in any of its spellings.
 * @param column the key of the source, such as `lead.source_key` @param wanted the requested key
 */
export function isOfSource(column: string, wanted: string): string {
  return `${column} in (${spellingsOf(wanted)})`;
}

/** Returns the same condition for a list of all leads: an array leads to rare ones by an index, as a constant does. */
export function isOfListedSource(column: string, wanted: string): string {
  return `${column} = any (array(${spellingsOf(wanted)}))`;
}
