const HIGH_SURROGATE = /[\uD800-\uDBFF]$/;

/**
 * At most so many UTF-16 units, and never half of a sign. The filter of liquidjs counts an emoji as one, of which a message
 * may then hold more than whoever takes it allows.
 */
export function cut(value: unknown, most: number): string {
  const text = String(value ?? '');
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(HIGH_SURROGATE, '')}…`;
}
