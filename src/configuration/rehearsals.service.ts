import { Injectable } from '@nestjs/common';
import type { Changed } from './configuration.service.js';

/** A change as it was asked for, to be rehearsed once more. */
export interface RequestedChange {
  /** As it was added. */
  readonly kind: string;
  /** Of what is changed; null of what there is one of. */
  readonly id: string | null;
  /** As whoever rehearses it takes it, in JSON. */
  readonly request: object;
}

type Rehearse = (id: string | null, request: object) => Promise<Changed<unknown>>;

/** How each kind of change is rehearsed, for whoever does so in the background. */
@Injectable()
export class Rehearsals {
  private readonly known = new Map<string, Rehearse>();

  add(kind: string, rehearse: Rehearse): void {
    this.known.set(kind, rehearse);
  }

  rehearse({ kind, id, request }: RequestedChange): Promise<Changed<unknown>> {
    return this.known.get(kind)!(id, request);
  }
}
