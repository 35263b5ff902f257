export interface HeldPost {
  readonly id: number;
  readonly name: string;
  readonly aStaffId: number;
  readonly bStaffId: number;
}
/** A leave that counts: approved or in effect. `from` is the first instant of absence, `until` the first one back. */
export interface CountedLeave {
  readonly staffId: number;
  readonly reliefId: number;
  readonly from: Date;
  readonly until: Date;
}
/** A post with nobody at an instant, and who is away then. */
export interface EmptyPost {
  readonly post: HeldPost;
  readonly at: Date;
  readonly away: readonly number[];
}

const covers = (leave: CountedLeave, at: Date) => leave.from <= at && at < leave.until;

/**
 * AB-2: posts that the leaves, taken together, would leave with nobody: A and B both away, and nobody who relieves one of them there. A post
 * empties only when somebody goes, so the beginnings of leaves are the instants to look at.
 */
export function emptyPosts(posts: readonly HeldPost[], leaves: readonly CountedLeave[]): EmptyPost[] {
  return posts.flatMap((post) => {
    const holders = [post.aStaffId, post.bStaffId];
    for (const { from: at } of [...leaves].sort((x, y) => x.from.getTime() - y.from.getTime())) {
      const absent = new Set(leaves.filter((leave) => covers(leave, at)).map((leave) => leave.staffId));
      if (!holders.every((id) => absent.has(id))) continue;
      const reliefs = leaves.filter((leave) => covers(leave, at) && holders.includes(leave.staffId)).map((leave) => leave.reliefId);
      if (reliefs.some((id) => !absent.has(id))) continue;
      return [{ post, at, away: [...new Set([...holders, ...reliefs])] }];
    }
    return [];
  });
}

/** Leaves whose relief is away when they begin: nobody could take over. A relief who goes later has a leave, and so a relief, of their own. */
export function absentReliefs(leaves: readonly CountedLeave[]): { leave: CountedLeave; other: CountedLeave }[] {
  return leaves.flatMap((leave) => leaves.filter((other) => other.staffId === leave.reliefId && covers(other, leave.from)).map((other) => ({ leave, other })));
}

/** Whether `added` may stand beside what is approved already: what was wrong before is not its fault. */
export function clashesOf(posts: readonly HeldPost[], approved: readonly CountedLeave[], added: CountedLeave): { empty: EmptyPost[]; relief: { leave: CountedLeave; other: CountedLeave }[] } {
  const before = new Set(emptyPosts(posts, approved).map(({ post }) => post.id));
  const all = [...approved, added];
  return {
    empty: emptyPosts(posts, all).filter(({ post }) => !before.has(post.id) || [post.aStaffId, post.bStaffId].includes(added.staffId)),
    relief: absentReliefs(all).filter(({ leave, other }) => leave === added || other === added),
  };
}
