/**
 * What the service worker keeps of which build, without the browser: a build is a list of files, and each has a cache
 * of its own, so that the files of two builds are never mixed.
 */

/** A file of a build: its path below the scope, and its hash where the name does not carry one. */
export type BuildFile = readonly [path: string, integrity?: string];

/** The page's own entry in a list of files: hosts redirect from `index.html` to the folder, and back. */
export const ENTRY = './';

/** Names of caches are shared by all pages of an origin: ours begin with this. */
export function cachePrefix(scope: string): string {
  return `kubeloop ${new URL(scope).pathname} `;
}

/**
 * Caches that may go once the build of `own` serves the page. The one before it stays: tabs that were opened with it
 * still fetch parts of it. Younger ones are being filled. `names` in the order in which they were made.
 */
export function outdatedCaches(names: readonly string[], own: string, prefix: string): readonly string[] {
  const ours = names.filter((name) => name.startsWith(prefix));
  return ours.slice(0, Math.max(0, ours.indexOf(own) - 1));
}

/** What a request asks for. */
export interface Asked {
  readonly url: string;
  readonly method: string;
  readonly isNavigation: boolean;
}

/**
 * The absolute address under which the answer to a request is kept, or undefined if the request is none of ours: the
 * API of a real cluster, another page below the scope. Queries and fragments tell the page what to show, not which it is.
 */
export function keptAddress(
  { url, method, isNavigation }: Asked,
  scope: string,
  files: ReadonlySet<string>,
): string | undefined {
  if (method !== 'GET') return undefined;
  const { origin, pathname } = new URL(url);
  const address = `${origin}${pathname}`;
  if (!address.startsWith(scope)) return undefined;
  const path = address.slice(scope.length);
  if (isNavigation && (path === '' || path === 'index.html')) return scope;
  // Those of other builds have the same folder; their caches are asked too.
  return files.has(path) || path.startsWith('assets/') ? address : undefined;
}
