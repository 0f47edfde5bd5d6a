/** The registries of the simulated world that ask for a login. */

/** One of them. */
export interface PrivateRegistry {
  /** As in names of images: `mydomain:5000`. */
  readonly host: string;
  /** The one account that is let in. */
  readonly login: { readonly username: string; readonly password: string };
  /** Tags that lie there from the beginning, by repository. */
  readonly published: Readonly<Record<string, RegExp>>;
}

/** That of the study notes. */
export const myDomain = {
  host: 'mydomain:5000',
  login: { username: 'admin', password: 'admin' },
  published: { 'photo-view': /^v[12]\.0$/ },
} as const satisfies PrivateRegistry;

const all: readonly PrivateRegistry[] = [myDomain];

/** The registry at `host`, if it asks for a login. */
export function privateRegistry(host: string): PrivateRegistry | undefined {
  return all.find((registry) => registry.host === host);
}
