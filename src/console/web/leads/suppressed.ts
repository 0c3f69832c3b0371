import type { Schemas } from '../api/api.js';

/** Reports whether a suppression is in force: none tells an open inbox when it ends by itself. */
export function isSuppressed({ suppression }: Pick<Schemas['Lead'], 'suppression'>, now: number): boolean {
  return suppression !== null && (suppression.until === null || Date.parse(suppression.until) > now);
}
