/** Where the API server of a page on a real cluster is: a path at the page's own origin, never anywhere else. */

/** The address of `path` at `origin`, without a slash at its end. Throws where it would lead to another origin. */
export function apiAddress(path: string, origin: string): string {
  const url = new URL(path, `${origin}/`);
  if (!path.startsWith('/') || url.origin !== origin) throw new Error(`${path} is not a path of ${origin}`);
  return origin + url.pathname.replace(/\/+$/, '');
}
