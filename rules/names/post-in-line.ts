/**
 * Whose post a line of a signature gives where it gives no name: `Town Clerk`, `Mayor of Ashcombe`. The post alone
 * counts: `Assistant to the Town Clerk` is somebody else.
 */
import type { Council, Person, PersonId } from '../council.ts';
import { folded } from './name-in-line.ts';

export function postIn(line: string, council: Council): Person | null {
  const posts = postsOf(council);
  for (const segment of line.split(/[,;|/•·\t]|\s[-–—]\s/).slice(0, 10)) {
    const words = folded(segment).replace(/^ the /, ' ');
    const holder = posts.get(words) ?? posts.get(withoutCouncil(words, council));
    if (holder !== undefined) return council.people.get(holder) ?? null;
  }
  return null;
}

const POSTS = new WeakMap<Council, ReadonlyMap<string, PersonId>>();

function postsOf(council: Council): ReadonlyMap<string, PersonId> {
  const known = POSTS.get(council);
  if (known !== undefined) return known;
  const posts = new Map<string, PersonId>();
  const shared = new Set<string>();
  const add = (title: string | null, holder: PersonId | null) => {
    if (title === null || holder === null) return;
    const key = folded(title);
    if (posts.has(key) && posts.get(key) !== holder) shared.add(key);
    posts.set(key, holder);
  };
  for (const { id, post, offices } of council.people.values()) {
    add(post, id);
    for (const office of offices) for (const title of TITLES[office] ?? []) add(title, id);
  }
  add(council.protocol.properOfficerTitle, council.properOfficer);
  // A bare `Chair` may be any committee's.
  if (!/^chair\w*$/i.test(council.protocol.chairTitle)) add(council.protocol.chairTitle, council.chair);
  for (const key of shared) posts.delete(key);
  POSTS.set(council, posts);
  return posts;
}

const TITLES: Readonly<Record<string, readonly string[]>> = {
  mayor: ['Mayor', 'Town Mayor'],
  'deputy-mayor': ['Deputy Mayor', 'Deputy Town Mayor'],
  leader: ['Leader of the Council', 'Council Leader'],
};

/** `Town Clerk to Ashcombe Town Council` is `Town Clerk`. */
function withoutCouncil(words: string, council: Council): string {
  const found = / (?:of|to) (?:the )?(?=\S)/.exec(words);
  const behind = found === null ? '' : words.slice(found.index + found[0].length - 1);
  return found !== null && folded(council.name).includes(behind) ? `${words.slice(0, found.index)} ` : words;
}
