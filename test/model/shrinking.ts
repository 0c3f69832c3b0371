import type { Moment, Story } from './story.js';

/** The most replays that are spent on making a story shorter. */
const PLAYS_MAX = 80;

/**
 * Returns the shortest failing story found, by leaving out more and more moments.
 * @param isWrong plays a story alone and reports whether it fails
 */
export async function shortest(story: Story, isWrong: (story: Story) => Promise<boolean>): Promise<Story> {
  let [shorter, plays] = [story, 0];
  let size = Math.ceil(shorter.moments.length / 2);
  while (size >= 1 && plays < PLAYS_MAX) {
    let isShorter = false;
    for (let from = 0; from < shorter.moments.length && plays < PLAYS_MAX; ) {
      const left = shorter.moments.filter((_, place) => place < from || place >= from + size);
      const candidate = { ...shorter, moments: withoutUnknown(left) };
      plays += 1;
      if (candidate.moments.length > 0 && (await isWrong(candidate))) {
        shorter = candidate;
        isShorter = true;
      } else from += size;
    }
    if (!isShorter || size > 1) size = Math.floor(size / 2);
  }
  return shorter;
}

/** Removes acts on leads, touches or milestones that are no longer in the story. */
function withoutUnknown(moments: readonly Moment[]): Moment[] {
  const known = new Set<string>();
  return moments.filter((moment) => {
    if (moment.do === 'arrive') known.add(moment.lead);
    if (moment.do === 'ask' && known.has(moment.lead)) known.add(moment.own);
    if (moment.do === 'touch' && known.has(moment.lead)) known.add(moment.touch);
    if (moment.do === 'milestone' && known.has(moment.lead)) known.add(moment.milestone);
    if (moment.do === 'reverse' && !known.has(moment.milestone)) return false;
    if (moment.do === 'void' && !known.has(moment.touch)) return false;
    if (moment.do === 'merge' && !known.has(moment.into)) return false;
    return !('lead' in moment) || known.has(moment.lead);
  });
}
