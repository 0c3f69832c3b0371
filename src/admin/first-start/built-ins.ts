import type { ResourceKind } from '../../configuration/resource.kind.js';
import { Registry } from '../../platform/registry.js';

/** Configuration that comes with a satellite. */
interface BuiltIns {
  // biome-ignore lint/suspicious/noExplicitAny: each kind has its own type of body
  readonly kind: ResourceKind<any, any>;
  readonly bodies: readonly object[];
}

/** Created on the first start with the satellite enabled. A resource that is deleted later is not created again. */
export const BUILT_INS = new Registry<BuiltIns>();
