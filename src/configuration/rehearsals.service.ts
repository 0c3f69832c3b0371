import { Injectable } from '@nestjs/common';
import type { Changed } from './configuration.service.js';

export interface RequestedChange {
  /** The kind under which its rehearsal was added. */
  readonly kind: string;
  /** The id of what is changed; null for kinds with a single document. */
  readonly id: string | null;
  readonly request: object;
}

type Rehearse = (id: string | null, request: object) => Promise<Changed<unknown>>;

/** Rehearses changes of each kind in the background. */
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
