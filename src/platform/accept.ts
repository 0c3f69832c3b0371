/**
 * The media type that an `Accept` header prefers among those offered. Who says nothing of any of them, or takes
 * everything, gets the first.
 */
export function preferredType<Offered extends string>(
  accept: string | undefined,
  offered: readonly [Offered, ...Offered[]],
): Offered {
  const wanted = (accept ?? '')
    .split(',')
    .map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { type } of wanted) {
    const found = offered.find(
      (each) => each === type || type === '*/*' || (type.endsWith('/*') && each.startsWith(type.slice(0, -1))),
    );
    if (found !== undefined) return found;
  }
  return offered[0];
}
