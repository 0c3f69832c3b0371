import { Module } from '@nestjs/common';
import { resourceController } from '../configuration/resource.controller.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { PoliciesController } from './policies.controller.js';
import { PoliciesService } from './policies.service.js';
import { PolicyBody, PolicyReplacement } from './policy.dto.js';
import { keepPolicy, POLICY } from './policy.kind.js';
import { PolicySchema } from './policy.schema.js';
import { PolicyStore } from './policy.store.js';
import { PolicyPreviewService } from './policy-preview.service.js';

const PolicyController = resourceController({
  path: 'sla-policies',
  tag: 'SLA policies',
  kind: POLICY,
  body: PolicyBody,
  schema: PolicySchema,
  replacement: PolicyReplacement,
  readers: ['integration'],
  // Clocks that run keep the version they began under, so "new" is what a replacement means: there is nothing to keep.
  keep: ({ applyTo: _, ...body }: PolicyReplacement) => keepPolicy(body),
});

@Module({
  imports: [DirectoryModule, LifecycleModule],
  controllers: [PoliciesController, PolicyController],
  providers: [PoliciesService, PolicyPreviewService, PolicyStore],
})
export class SlaModule {}
