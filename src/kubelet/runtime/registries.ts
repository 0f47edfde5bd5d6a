/**
 * The registries of the world, as every machine of the cluster reaches them: what they have, whom they let in, and what
 * is wrong with them. Models containerd's resolver and its error texts, as recorded.
 */
import type { ImageSpec } from '../../api/images/image';
import { privateRegistry } from '../../api/images/privateRegistry';
import { canonicalName, type ImageReference, parseReference, repositoryOf } from '../../api/meta/imageReference';
import { sha256 } from '../../api/meta/sha256';
import type { StateMap, StateSpace } from '../../sim/clock';
import { imageOf } from '../images/imageOf';
import { userland } from './userland';
import type { RegistryLogin } from './containerRuntime';
import type { ImageBehaviour } from './process';

/** What a registry does wrong until mended. */
export type RegistryFault = 'down' | 'credentialsExpired';

/** Why an image is not given out: gRPC's code, and the end of containerd's sentence. */
export interface Refusal {
  readonly code: string;
  readonly why: string;
}
/** What is given out; `definition` of an Image object. */
export interface Published {
  /** Absent: seen in recordings, whose runtime derives it from the name. */
  readonly sizeMB?: number;
  readonly definition?: ImageSpec;
}

/** All registries. Their faults lie under `registries` in the state. */
export class Registries {
  /** By host: `docker.io`, `mydomain:5000`. */
  readonly #faults: StateMap<{ readonly fault: RegistryFault; readonly row: number }>;
  readonly #definitionOf: (name: string) => ImageSpec | undefined;

  /** `definitionOf`: the Image object for a full name such as `docker.io/library/myapp:1.0`. */
  constructor(state: StateSpace, definitionOf: (name: string) => ImageSpec | undefined = () => undefined) {
    this.#faults = state.map('registries/faults');
    this.#definitionOf = definitionOf;
  }

  /** Stays until mended; `row`: of the trace, in which it is done. */
  break(host: string, fault: RegistryFault, row: number): void {
    this.#faults.set(host, { fault, row });
  }
  mend(host: string): void {
    this.#faults.delete(host);
  }
  /** Host and fault of all that are broken. */
  broken(): readonly { readonly host: string; readonly fault: RegistryFault }[] {
    return [...this.#faults.entries()].map(([host, { fault }]) => ({ host, fault }));
  }
  /** Row of the trace in which that host was broken, while it is. */
  brokenBy(host: string): number | undefined {
    return this.#faults.get(host)?.row;
  }

  /** What an Image object says about the image now, if there is one. */
  definition(reference: ImageReference): ImageSpec | undefined {
    return this.#definitionOf(canonicalName(reference));
  }

  /** Whether it is known what the image does, whatever its tag and whoever asks. What cannot be parsed has no image to know. */
  knows(image: string): boolean {
    const reference = parseReference(image);
    if ('cause' in reference) return true;
    return (
      this.definition(reference) !== undefined ||
      imageOf({ repository: repositoryOf(reference), tag: '' }) !== undefined
    );
  }

  /** Whether there is an image of this name, tag included, for whoever may have it. */
  has(image: string): boolean {
    const reference = parseReference(image);
    if ('cause' in reference) return false;
    if (this.definition(reference) !== undefined) return true;
    const behaviour = imageOf({ repository: repositoryOf(reference), tag: '' });
    return behaviour !== undefined && isPublished(behaviour, reference);
  }

  /** Asks for an image, with a login or without. */
  lookUp(reference: ImageReference, login: RegistryLogin | undefined): Published | { readonly refusal: Refusal } {
    const { domain } = reference;
    const name = canonicalName(reference);
    const notFound = { refusal: { code: 'NotFound', why: `${name}: not found` } };
    if (this.#faults.get(domain)?.fault === 'down') return unanswered(reference, 'i/o timeout');
    const refusal = this.#checkLogin(reference, login);
    if (refusal !== undefined) return { refusal };
    const definition = this.#definitionOf(name);
    if (definition !== undefined) return { sizeMB: definition.sizeMB, definition };
    if (userland()?.hostExists(domain) === false)
      return unanswered(reference, `lookup ${domain.replace(/:\d+$/, '')}: no such host`);
    const behaviour = imageOf({ repository: repositoryOf(reference), tag: '' });
    if (!behaviour) return domain === 'docker.io' ? { refusal: { code: 'Unknown', why: ACCESS_DENIED } } : notFound;
    if (!isPublished(behaviour, reference)) return notFound;
    return behaviour.sizeMB === undefined ? {} : { sizeMB: behaviour.sizeMB };
  }

  #checkLogin(reference: ImageReference, login: RegistryLogin | undefined): Refusal | undefined {
    const account = privateRegistry(reference.domain)?.login;
    if (account === undefined) return undefined;
    if (!login) return { code: 'Unknown', why: NO_CREDENTIALS };
    const isRight = login.username === account.username && login.password === account.password;
    if (isRight && this.#faults.get(reference.domain)?.fault !== 'credentialsExpired') return undefined;
    const why = `unexpected status from HEAD request to ${manifestUrl(reference, reference.domain)}: 401 Unauthorized`;
    return { code: 'Unknown', why };
  }
}

function unanswered(reference: ImageReference, why: string): { readonly refusal: Refusal } {
  const host = reference.domain === 'docker.io' ? 'registry-1.docker.io' : reference.domain;
  const url = manifestUrl(reference, host);
  return { refusal: { code: 'Unknown', why: `failed to do request: Head "${url}": dial tcp: ${why}` } };
}

function manifestUrl({ path, tag, digest }: ImageReference, host: string): string {
  return `https://${host}/v2/${path}/manifests/${tag ?? digest}`;
}

const ACCESS_DENIED =
  'pull access denied, repository does not exist or may require authorization: ' +
  'server message: insufficient_scope: authorization failed';
const NO_CREDENTIALS =
  'pull access denied, repository does not exist or may require authorization: ' +
  'authorization failed: no basic auth credentials';

function isPublished(image: ImageBehaviour, reference: ImageReference): boolean {
  if (reference.digest !== undefined) {
    const tag = reference.tag ?? 'latest';
    // Manifests of releases name both: the digests of real images are not known here, so it is believed.
    if (reference.tag !== undefined && image.tags?.test(tag) === true) return true;
    return reference.digest === digestOf(`${repositoryOf(reference)}:${tag}`);
  }
  return reference.tag === 'latest' || (reference.tag !== undefined && image.tags?.test(reference.tag) === true);
}

/** The digest under which a registry has the image of this full name. */
export function digestOf(name: string): string {
  return `sha256:${sha256(`digest${name}`)}`;
}
