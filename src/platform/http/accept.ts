import Negotiator from 'negotiator';

/**
 * Returns the media type that an `Accept` header prefers among those offered, or the first one offered if the header is
 * missing or accepts none of them.
 * @param offered with the parameters that each is sent with, except for the charset: all are sent as UTF-8
 */
export function preferredType<Offered extends string>(
  accept: string | undefined,
  offered: readonly [Offered, ...Offered[]],
): Offered {
  const types = offered.map((type) => `${type}; charset=utf-8`);
  const preferred = new Negotiator({ headers: accept === undefined ? {} : { accept } }).mediaType(types);
  return preferred === undefined ? offered[0] : offered[types.indexOf(preferred)]!;
}
