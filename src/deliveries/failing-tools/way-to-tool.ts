import type { SetupWarning } from '../../directory/setup-checks.js';
import type { NotificationType } from '../../notifications/notification.js';
import { Registry } from '../../platform/registry.js';
import { type Instant, toIso } from '../../platform/values/duration.js';

/** A receiver's tool, a CRM or the mail server that has been out of reach for a while. */
export interface FailingTool {
  readonly id: string;
  readonly name: string;
  readonly count: number;
  readonly since: Instant;
  /** The latest failure of an item, without any content of a form. */
  readonly why: string;
}

/** How to reach the tools of a kind, and how to recognise those that fail. */
export interface WayToTool {
  readonly kind: string;
  readonly code: string;
  readonly alarm: NotificationType;
  /** How long it fails before it is reported, if that is not an hour; short outages mend themselves. */
  readonly afterMs?: number;
  /** Whether the alarm says how many items there are, and why the latest could not be written. */
  readonly givesExample?: boolean;
  /**
   * SQL for the tool (`id`), begin (`begun_at`) and cause (`failure`) of what could not be written: rejected, given up,
   * or still tried. Excludes what waits for its own form, which is no fault of the tool.
   */
  readonly trouble: string;
  /** SQL for the `id` and `name` of all tools. */
  readonly tools: string;
  /** SQL for when the tool `tool.id` was last reached. */
  readonly reachedAt: string;
  /** The beginning of the warning; `failingIn` appends since when. */
  sentence(tool: FailingTool): string;
  mend(tool: FailingTool): string;
}

export const WAYS_TO_TOOLS = new Registry<WayToTool>();

export function wayOf(kind: string): WayToTool {
  return WAYS_TO_TOOLS.all.find((way) => way.kind === kind)!;
}

export function failingIn({ code, sentence, mend }: WayToTool, tools: readonly FailingTool[]): SetupWarning[] {
  return tools.map((tool) => {
    const why = [tool.why, mend(tool)].filter((each) => each !== '').join(' ');
    return { code, text: `${sentence(tool)} since ${toIso(tool.since)}. ${why}.` };
  });
}
