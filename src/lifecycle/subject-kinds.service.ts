import { Injectable } from '@nestjs/common';
import { HandoffCases } from '../handoffs/handoff-cases.service.js';
import type { OwnedType } from '../vocabulary/subjects.js';
import { LeadCases } from './lead-cases.service.js';
import type { SubjectKind } from './subject.js';
import type { Cases } from './unit-of-work.js';

/** Every kind of subject that somebody owns. */
@Injectable()
export class SubjectKinds {
  private readonly kinds: { readonly [Type in OwnedType]: SubjectKind<Cases[Type]> };

  constructor(leads: LeadCases, handoffs: HandoffCases) {
    this.kinds = { lead: leads, handoff: handoffs };
  }

  of<Type extends OwnedType>(type: Type): SubjectKind<Cases[Type]> {
    return this.kinds[type];
  }
}
