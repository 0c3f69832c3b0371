interface Page<Row> {
  readonly data: readonly Row[];
  readonly nextCursor: string | null;
}

/** The most rows that the API answers at once. */
const LIMIT = 1_000;

/** Reads a list of the API to its end, page by page. */
export async function readAll<Row>(
  read: (page: { readonly limit: number; readonly cursor?: string }) => Promise<Page<Row>>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page<Row> = await read({ limit: LIMIT, ...(cursor && { cursor }) });
    rows.push(...page.data);
    cursor = page.nextCursor;
  }
  return rows;
}
