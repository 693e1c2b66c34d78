import type { Flag } from './flag.ts';
import { isWaiting } from './flag.ts';
import type { Drawer } from './drawer.ts';
import { topicIds, type TopicId } from './topics.ts';

/** What a group's supervisor gets, once a period: topics, and nothing of how many or whose. */
export interface GroupDigest {
  readonly period: string;
  readonly on: string;
  readonly topics: readonly TopicId[];
}

const forGroup = (flag: Flag, supervisor: string): boolean => flag.supervisor === supervisor && isWaiting(flag);

/** Topics that at least `k` different people of the group kept, in the catalogue's order: neither order nor number says how many. */
export function groupTopics(drawers: readonly Drawer[], supervisor: string, k: number): readonly TopicId[] {
  const people = (topic: TopicId): number =>
    drawers.filter(({ flags }) => flags.some((flag) => flag.topic === topic && forGroup(flag, supervisor))).length;
  return topicIds.filter((topic) => people(topic) >= k);
}

/** The drawer once its topics were counted: they are not counted again, and nobody reads them. */
export const counted = (drawer: Drawer, supervisor: string, today: string): Drawer => ({
  ...drawer,
  flags: drawer.flags.map((flag): Flag => (forGroup(flag, supervisor) ? { ...flag, sentOn: today, inGroup: true } : flag)),
});
