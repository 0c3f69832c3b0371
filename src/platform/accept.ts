import Negotiator from 'negotiator';

/**
 * The media type that an `Accept` header prefers among those offered. Who says nothing of any of them, or takes none of
 * them, gets the first.
 * @param offered with the parameters that each is sent with, but for the charset: all are sent as UTF-8
 */
export function preferredType<Offered extends string>(
  accept: string | undefined,
  offered: readonly [Offered, ...Offered[]],
): Offered {
  const types = offered.map((type) => `${type}; charset=utf-8`);
  const preferred = new Negotiator({ headers: accept === undefined ? {} : { accept } }).mediaType(types);
  return preferred === undefined ? offered[0] : offered[types.indexOf(preferred)]!;
}
