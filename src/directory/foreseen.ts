import type { RulebookBody } from '../routing/rules/rulebook.js';
import { compileRules } from '../routing/rules/rules.js';
import type { DirectoryContent } from './directory.js';

/** Returns the configuration as it would be with other rules. */
export function withRules(content: DirectoryContent, { rules, fallback, mode }: RulebookBody): DirectoryContent {
  const rulebook = {
    ...content.rulebook,
    rules: compileRules(rules, content.queues),
    fallbackPoolId: fallback.poolId ?? null,
    queueOwnerId: fallback.queueOwnerId ?? null,
    isShadow: mode === 'shadow',
  };
  return { ...content, rulebook };
}

/** Returns the configuration as it would be if reps had left. */
export function without(content: DirectoryContent, repIds: readonly string[]): DirectoryContent {
  const left = [...content.reps.values()].filter(({ id }) => repIds.includes(id));
  const inactive = left.map((rep) => [rep.id, { ...rep, active: false }] as const);
  return { ...content, reps: new Map([...content.reps, ...inactive]) };
}
