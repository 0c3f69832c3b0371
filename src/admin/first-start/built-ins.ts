import type { ResourceKind } from '../../configuration/resource.kind.js';
import { Registry } from '../../platform/registry.js';

/** Configuration that comes with a satellite. */
export interface BuiltIns {
  // biome-ignore lint/suspicious/noExplicitAny: each is of a kind of its own
  readonly kind: ResourceKind<any, any>;
  readonly bodies: readonly object[];
}

/** What a database has from its first start with a satellite on. What is deleted then does not come back. */
export const BUILT_INS = new Registry<BuiltIns>();
