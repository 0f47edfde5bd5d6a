/**
 * Image names as people write them, and their parts.
 * Models github.com/distribution/reference ParseNormalizedNamed and pkg/util/parsers (v1.36.3).
 */

/** A reference in its parts; `tag` is `latest` where neither tag nor digest was written. */
export interface ImageReference {
  /** `docker.io`, `registry.k8s.io`, `mydomain:5000`. */
  readonly domain: string;
  /** `library/nginx`, without the domain. */
  readonly path: string;
  readonly tag?: string;
  /** `sha256:<64 hex>`. */
  readonly digest?: string;
}

const DOMAIN =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::[0-9]+)?$/;
const PATH = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^[\w][\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

/** First part of `name` if it is a registry: it has a dot, a port, an upper-case letter, or is localhost. */
function splitDomain(name: string): { domain: string; rest: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isHost = /[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first;
  const domain = slash === -1 || !isHost ? 'docker.io' : first;
  const rest = slash === -1 || !isHost ? name : name.slice(slash + 1);
  if (domain === 'index.docker.io') return { domain: 'docker.io', rest };
  return { domain, rest };
}

/** The parts of `image`, or the cause why it cannot be parsed. */
export function parseReference(image: string): ImageReference | { readonly cause: string } {
  if (/^[a-f0-9]{64}$/.test(image)) {
    return { cause: `invalid repository name (${image}), cannot specify 64-byte hexadecimal strings` };
  }
  const split = splitDomain(image);
  const isOfficial = split.domain === 'docker.io' && !split.rest.includes('/');
  const rest = isOfficial ? `library/${split.rest}` : split.rest;
  const colon = rest.indexOf(':');
  const remoteName = colon === -1 ? rest : rest.slice(0, colon);
  if (remoteName.toLowerCase() !== remoteName) {
    return { cause: `invalid reference format: repository name (${remoteName}) must be lowercase` };
  }
  const [named = '', digest] = cut(rest, '@');
  const [path = '', tag] = cut(named, ':');
  const isValid =
    DOMAIN.test(split.domain) &&
    PATH.test(path) &&
    (tag === undefined || TAG.test(tag)) &&
    (digest === undefined || DIGEST.test(digest));
  if (!isValid) return { cause: 'invalid reference format' };
  return {
    domain: split.domain,
    path,
    ...(tag === undefined && digest === undefined ? { tag: 'latest' } : tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

function cut(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** `docker.io/library/nginx`. */
export function repositoryOf(reference: ImageReference): string {
  return `${reference.domain}/${reference.path}`;
}

/** `docker.io/library/nginx:latest`, as containerd names it. */
export function canonicalName(reference: ImageReference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`;
  const digest = reference.digest === undefined ? '' : `@${reference.digest}`;
  return `${repositoryOf(reference)}${tag}${digest}`;
}
