import { ForbiddenError } from '../auth/auth.errors.js';
import { type Caller, may } from '../auth/scope.js';
import type { FileImport } from './import.store.js';
import { shapeOf } from './subjects/all.js';

/** @throws ForbiddenError if the caller may not bring history along, or import what only an admin changes */
export function requireFor({ about, mode }: Pick<FileImport, 'about' | 'mode'>, caller: Caller): void {
  if (may(caller, 'admin')) return;
  if (shapeOf(about).isForAdmins)
    throw new ForbiddenError(`Only an admin imports ${about}, as only an admin changes them.`);
  if (mode !== 'live') throw new ForbiddenError('Only an admin brings history along: its dates are taken as they are.');
}
