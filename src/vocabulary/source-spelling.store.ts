/**
 * In SQL: whether the source of leads is one that somebody asks for, in any of its spellings.
 * @param column its key, such as `lead.source_key` @param asked a key
 */
export function isOfSource(column: string, asked: string): string {
  return `${column} in (select ${asked}::text union all
    select other.spelling from source_spelling as given join source_spelling as other using (source_id)
     where given.spelling = ${asked}::text)`;
}
