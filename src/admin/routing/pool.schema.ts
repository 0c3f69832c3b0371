import { Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { closed, id, instant, listOf, nullable, thing } from '../../platform/answer.js';
import { EXCLUDED_BY } from '../../routing/eligibility.js';
import { PoolBody } from '../../routing/pool.dto.js';

export const PoolSchema = resourceOf('Pool', PoolBody);

const MemberFairnessSchema = thing('MemberFairness', {
  repId: id(),
  weight: PoolBody.properties.members.items.properties.weight,
  shareDue: Type.Number({ description: 'Leads that were theirs by weight among all who could have had them' }),
  leadsGot: Type.Integer({ minimum: 0 }),
  shareGot: Type.Number({ description: 'The same as `leadsGot`' }),
  credit: Type.Number({ description: 'The share due less the leads got' }),
  missed: Type.Partial(
    Type.Object(Object.fromEntries(EXCLUDED_BY.map((why) => [why, Type.Integer({ minimum: 1 })])), {
      ...closed,
      description: 'Leads dealt without them, by what stood in the way',
    }),
  ),
  lastAssignedAt: nullable(instant()),
});

/** Every member, in their order. */
export const FairnessList = listOf(MemberFairnessSchema);
