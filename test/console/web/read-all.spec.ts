import { describe, expect, it } from '@jest/globals';
import { readAll } from '../../../src/console/web/api/read-all.js';

/** A list of so many rows, as the API pages it. */
function aList(count: number) {
  const rows = Array.from({ length: count }, (_, at) => at);
  const asked: number[] = [];
  const read = async ({ limit, cursor = '0' }: { readonly limit: number; readonly cursor?: string }) => {
    const from = Number(cursor);
    asked.push(from);
    const to = from + limit;
    return { data: rows.slice(from, to), nextCursor: to < count ? String(to) : null };
  };
  return { rows, asked, read };
}

describe('reading a list to its end', () => {
  it.each([
    [0, 1],
    [1_000, 1],
    [1_001, 2],
    [3_500, 4],
  ])('reads %i rows in %i pages', async (count, pages) => {
    const { rows, asked, read } = aList(count);
    expect(await readAll(read)).toEqual(rows);
    expect(asked).toHaveLength(pages);
  });

  it('fails with the page that fails', async () => {
    const { read } = aList(2_000);
    const cut = (page: Parameters<typeof read>[0]) => (page.cursor ? Promise.reject(new Error('cut')) : read(page));
    await expect(readAll(cut)).rejects.toThrow('cut');
  });
});
