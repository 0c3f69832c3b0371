/**
 * Returns SQL for whether a source equals a requested one in any of its spellings.
 * @param column the key of the source, such as `lead.source_key` @param wanted the requested key
 */
export function isOfSource(column: string, wanted: string): string {
  // An array is made once, and then looked up in an index as a constant is; the planner joins a query with all rows.
  return `${column} = any (array(select ${wanted}::text union all
    select other.spelling from source_spelling as given join source_spelling as other using (source_id)
     where given.spelling = ${wanted}::text))`;
}
