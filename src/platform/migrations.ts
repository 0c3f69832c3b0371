import { Foundation1767225600000 } from '../../migrations/0001-foundation.js';
import { LeanWrites1795132800000 } from '../../migrations/0002-lean-writes.js';
import { ReasonsGiven1795219200000 } from '../../migrations/0003-reasons-given.js';
import { CaselessKeys1795219250000 } from '../../migrations/0004-caseless-keys.js';
import { PoolsWaitedFor1795219300000 } from '../../migrations/0005-pools-waited-for.js';
import { ActingOnce1795219400000 } from '../../migrations/0006-acting-once.js';
import { LeadWords1795219500000 } from '../../migrations/0007-lead-words.js';
import { LesserRole1795219600000 } from '../../migrations/0008-lesser-role.js';
import { Replanning1795219800000 } from '../../migrations/0010-replanning.js';

/** Every change of the schema, oldest first. */
export const migrations = [
  Foundation1767225600000,
  LeanWrites1795132800000,
  ReasonsGiven1795219200000,
  CaselessKeys1795219250000,
  PoolsWaitedFor1795219300000,
  ActingOnce1795219400000,
  LeadWords1795219500000,
  LesserRole1795219600000,
  Replanning1795219800000,
];
