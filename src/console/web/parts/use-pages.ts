import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';

interface Page<Row> {
  readonly data: readonly Row[];
  readonly nextCursor: string | null;
  /** The number of all rows, if it was requested. */
  readonly count?: number;
}

export interface Pages<Row> {
  /** Undefined before the first page was read. */
  readonly rows: readonly Row[] | undefined;
  readonly count: number | undefined;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly isReadingMore: boolean;
  /** The rows are those of the former query. */
  readonly isUpdating: boolean;
  readonly error: Error | null;
  /** Why the next page could not be read; `more` tries again. */
  readonly errorOfMore: Error | null;
  readonly refetch: () => void;
}

/**
 * Reads a list of the API page by page.
 * @param queryKey invalidated by what changes the list
 * @param read gets the cursor of the page; none for the first
 */
export function usePages<Row>(
  queryKey: QueryKey,
  read: (page: { readonly cursor?: string }) => Promise<Page<Row>>,
  options: { readonly refetchInterval?: number; readonly staleTime?: number } = {},
): Pages<Row> {
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => readSome(read, pageParam === '' ? {} : { cursor: pageParam }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (before) => before,
    ...options,
  });
  const more = () => {
    if (!list.isFetchingNextPage) void list.fetchNextPage();
  };
  return {
    rows: list.data?.pages.flatMap(({ data }) => data),
    count: list.data?.pages[0]?.count,
    hasMore: list.hasNextPage,
    more,
    isReadingMore: list.isFetchingNextPage,
    isUpdating: list.isPlaceholderData,
    error: list.isFetchNextPageError ? null : list.error,
    errorOfMore: list.isFetchNextPageError ? list.error : null,
    refetch: () => void list.refetch(),
  };
}

/** Reads on where a page is empty and the list goes on, as one of rare rows among very many may. */
async function readSome<Row>(
  read: (page: { readonly cursor?: string }) => Promise<Page<Row>>,
  from: { readonly cursor?: string },
): Promise<Page<Row>> {
  let page = await read(from);
  while (page.data.length === 0 && page.nextCursor !== null) page = await read({ cursor: page.nextCursor });
  return page;
}
