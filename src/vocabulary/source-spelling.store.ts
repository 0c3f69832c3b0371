/**
 * Returns SQL for whether a source equals a requested one in any of its spellings.
 * @param column the key of the source, such as `lead.source_key` @param asked the requested key
 */
export function isOfSource(column: string, asked: string): string {
  return `${column} in (select ${asked}::text union all
    select other.spelling from source_spelling as given join source_spelling as other using (source_id)
     where given.spelling = ${asked}::text)`;
}
