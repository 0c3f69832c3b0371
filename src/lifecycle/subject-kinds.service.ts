import { Injectable } from '@nestjs/common';
import type { OwnedType } from '../vocabulary/subjects.js';
import { LeadCases } from './lead-cases.service.js';
import type { SubjectKind } from './subject.js';
import type { Cases } from './unit-of-work.js';

type Kinds = { [Type in OwnedType]?: SubjectKind<Cases[Type]> };

/** All kinds of owned subjects. The module of a satellite adds its own. */
@Injectable()
export class SubjectKinds {
  private readonly kinds: Kinds;

  constructor(leads: LeadCases) {
    this.kinds = { lead: leads };
  }

  add<Type extends OwnedType>(type: Type, kind: NonNullable<Kinds[Type]>): void {
    this.kinds[type] = kind;
  }

  of<Type extends OwnedType>(type: Type): SubjectKind<Cases[Type]> {
    return this.kinds[type]!;
  }
}
