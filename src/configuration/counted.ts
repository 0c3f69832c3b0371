/** In SQL: "1 lead", "20 leads". @param count what counts them */
export function counted(one: string, count = 'count(*)'): string {
  return `${count} || case ${count} when 1 then ' ${one}' else ' ${one}s' end`;
}
