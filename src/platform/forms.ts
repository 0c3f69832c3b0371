/** What was filled in, by the names of the fields; of several with one name the last. */
export type Form = Readonly<Record<string, string>>;

/** What a page of plain HTML sends, as it comes (see `takesForms` in `body.ts`). @returns no fields where it is no text */
export function readForm(body: unknown): Form {
  const fields = typeof body === 'string' ? Object.fromEntries(new URLSearchParams(body)) : {};
  return Object.assign(Object.create(null), fields);
}
