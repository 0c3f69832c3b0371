import { Injectable } from '@nestjs/common';
import type { OwnedType } from '../vocabulary/subjects.js';
import { LeadCases } from './lead-cases.service.js';
import type { SubjectKind } from './subject.js';
import type { CaseOf } from './unit-of-work.js';

type Kinds = { [Type in OwnedType]?: SubjectKind<CaseOf<Type>> };

/** All kinds of owned subjects. The module of a satellite adds its own. */
@Injectable()
export class SubjectKinds {
  private readonly kinds: Kinds;

  constructor(leads: LeadCases) {
    this.kinds = { lead: leads };
  }

  /** The types that are registered. */
  get types(): OwnedType[] {
    return Object.keys(this.kinds) as OwnedType[];
  }

  add<Type extends OwnedType>(type: Type, kind: NonNullable<Kinds[Type]>): void {
    this.kinds[type] = kind;
  }

  of<Type extends OwnedType>(type: Type): SubjectKind<CaseOf<Type>> {
    return this.kinds[type]!;
  }
}
