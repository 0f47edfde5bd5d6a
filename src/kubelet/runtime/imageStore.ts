/**
 * Images on one machine, and how the registries answer when one is asked for.
 * Models containerd's resolver and its error texts, as recorded; sizes and digests of recorded images follow the
 * recordings' runtime. Left out: layers, platforms.
 */
import type { Profile } from '../../component/profile';
import type { StateMap, StateSpace } from '../../sim/clock';
import { findImage, hostExists } from '../images/registry';
import type { ImageStatus, PullResult, RegistryLogin } from './containerRuntime';
import { canonicalName, type ImageReference, parseReference, repositoryOf } from '../../api/meta/imageReference';
import type { ImageBehaviour } from './process';
import { sha256 } from '../../api/meta/sha256';

/** Bytes of a megabyte as registries count. */
const MB = 1_000_000;
/** A pull takes at least this long where the profile gives a rate. */
const SHORTEST_PULL_MS = 500;

/** Pinned: the kubelet never removes it. */
const SANDBOX_IMAGE = 'registry.k8s.io/pause:';

/** When an image came, and when a container of it was there last; virtual milliseconds. */
interface ImageUse {
  readonly pulledAt: number;
  readonly usedAt: number;
}

/** What a registry does wrong until mended. */
export type RegistryFault = 'down' | 'credentialsExpired';

interface Refusal {
  readonly code: string;
  readonly why: string;
}

/** What one machine has pulled, and the registries as it sees them. */
export class ImageStore {
  readonly #present: StateMap<ImageStatus>;
  readonly #faults: StateMap<RegistryFault | 'removed'>;
  readonly #uses: StateMap<ImageUse>;
  readonly #profile: Profile;

  constructor(state: StateSpace, prefix: string, profile: Profile) {
    this.#present = state.map(`${prefix}/images`);
    this.#faults = state.map(`${prefix}/registryFaults`);
    this.#uses = state.map(`${prefix}/imageUses`);
    this.#profile = profile;
    if (this.#present.size === 0) this.#add({ domain: 'registry.k8s.io', path: 'pause', tag: '3.10.1' });
  }

  list(): readonly { names: readonly string[]; sizeBytes: number }[] {
    return [...this.#present.values()]
      .map(({ image, imageID, sizeBytes }) => ({ names: [imageID, image], sizeBytes }))
      .sort((a, b) => b.sizeBytes - a.sizeBytes);
  }

  /** Bytes of all images. */
  totalBytes(): number {
    let bytes = 0;
    for (const { sizeBytes } of this.#present.values()) bytes += sizeBytes;
    return bytes;
  }

  /** All images that may be removed, with their times; the sandboxes' own is pinned. */
  unpinned(): readonly (ImageUse & { readonly image: string; readonly sizeBytes: number })[] {
    return [...this.#present.entries()]
      .filter(([image]) => !image.startsWith(SANDBOX_IMAGE))
      .map(([image, { sizeBytes }]) => ({
        image,
        sizeBytes,
        ...(this.#uses.get(image) ?? { pulledAt: 0, usedAt: 0 }),
      }));
  }

  notePull(image: string, at: number): void {
    this.#uses.set(image, { pulledAt: at, usedAt: 0 });
  }

  /** A container of the image has been there until now. */
  noteUse(image: string, at: number): void {
    if (this.#present.has(image)) this.#uses.set(image, { pulledAt: this.#uses.get(image)?.pulledAt ?? 0, usedAt: at });
  }

  status(image: string): ImageStatus | undefined {
    const reference = parseReference(image);
    return 'cause' in reference ? undefined : this.#present.get(canonicalName(reference));
  }

  pull(image: string, logins: readonly RegistryLogin[]): PullResult {
    const reference = parseReference(image);
    if ('cause' in reference) {
      return failure('InvalidArgument', `failed to parse image name "${image}": ${reference.cause}`, 0);
    }
    const name = canonicalName(reference);
    const prefix = `failed to pull and unpack image "${name}": failed to resolve reference "${name}": `;
    const texts = new Set<string>();
    for (const [at, login] of logins.length === 0 ? [[-1, undefined] as const] : logins.entries()) {
      const refusal = this.#refusal(reference, login);
      if (!refusal) {
        const present = this.#present.get(name);
        const durationMs = present ? this.#profile.laterPullMs : this.#firstPullMs(reference);
        return { type: 'ok', status: present ?? this.#add(reference), durationMs, with: at };
      }
      texts.add(failureText(refusal, prefix));
    }
    const [first = ''] = texts;
    const message = texts.size > 1 ? `[${[...texts].join(', ')}]` : first;
    return { type: 'error', message, durationMs: this.#profile.failingPullMs };
  }

  /** Takes an image off this machine, as `crictl rmi`. */
  remove(image: string): void {
    const reference = parseReference(image);
    if ('cause' in reference) return;
    this.#present.delete(canonicalName(reference));
    this.#uses.delete(canonicalName(reference));
  }

  /** `host` as in a reference: `docker.io`, `mydomain:5000`. */
  breakRegistry(host: string, fault: RegistryFault): void {
    this.#faults.set(host, fault);
  }
  mendRegistry(host: string): void {
    this.#faults.delete(host);
  }
  /** The registry forgets this image; machines that have it keep it. */
  removeFromRegistry(image: string): void {
    const reference = parseReference(image);
    if (!('cause' in reference)) this.#faults.set(canonicalName(reference), 'removed');
  }

  #refusal(reference: ImageReference, login: RegistryLogin | undefined): Refusal | undefined {
    const { domain, path } = reference;
    const name = canonicalName(reference);
    const fault = this.#faults.get(domain);
    const notFound: Refusal = { code: 'NotFound', why: `${name}: not found` };
    if (fault === 'down') {
      const host = domain === 'docker.io' ? 'registry-1.docker.io' : domain;
      const url = `https://${host}/v2/${path}/manifests/${reference.tag ?? reference.digest}`;
      return { code: 'Unknown', why: `failed to do request: Head "${url}": dial tcp: i/o timeout` };
    }
    if (!hostExists(domain)) {
      const url = `https://${domain}/v2/${path}/manifests/${reference.tag ?? reference.digest}`;
      const host = domain.replace(/:\d+$/, '');
      return { code: 'Unknown', why: `failed to do request: Head "${url}": dial tcp: lookup ${host}: no such host` };
    }
    const behaviour = findImage(repositoryOf(reference));
    if (!behaviour) return domain === 'docker.io' ? { code: 'Unknown', why: ACCESS_DENIED } : notFound;
    const { account } = behaviour;
    if (account) {
      if (!login) return { code: 'Unknown', why: NO_CREDENTIALS };
      const isRight = login.username === account.username && login.password === account.password;
      if (!isRight || fault === 'credentialsExpired') {
        const url = `https://${domain}/v2/${path}/manifests/${reference.tag ?? reference.digest}`;
        return { code: 'Unknown', why: `unexpected status from HEAD request to ${url}: 401 Unauthorized` };
      }
    }
    if (this.#faults.get(name) === 'removed' || !isPublished(behaviour, reference)) return notFound;
    return undefined;
  }

  #firstPullMs(reference: ImageReference): number {
    const rate = this.#profile.imagePullBytesPerSecond;
    const sizeMB = findImage(repositoryOf(reference))?.sizeMB;
    if (rate === undefined || sizeMB === undefined) return this.#profile.firstPullMs;
    return Math.max(SHORTEST_PULL_MS, Math.floor((sizeMB * MB * 1000) / rate));
  }

  #add(reference: ImageReference): ImageStatus {
    const name = canonicalName(reference);
    const repository = repositoryOf(reference);
    const sizeMB = findImage(repository)?.sizeMB;
    const status: ImageStatus = {
      image: name,
      imageID: `${repository}@${reference.digest ?? digestOf(name)}`,
      sizeBytes: sizeMB === undefined ? recordedSize(name) : sizeMB * MB,
    };
    this.#present.set(name, status);
    return status;
  }
}

const ACCESS_DENIED =
  'pull access denied, repository does not exist or may require authorization: ' +
  'server message: insufficient_scope: authorization failed';
const NO_CREDENTIALS =
  'pull access denied, repository does not exist or may require authorization: ' +
  'authorization failed: no basic auth credentials';

/** gRPC's Unknown is stripped by the kubelet; every other code stays in front of the text. */
function failureText({ code, why }: Refusal, prefix: string): string {
  return code === 'Unknown' ? prefix + why : `rpc error: code = ${code} desc = ${prefix}${why}`;
}

function failure(code: string, why: string, durationMs: number): PullResult {
  return { type: 'error', message: failureText({ code, why }, ''), durationMs };
}

function isPublished(image: ImageBehaviour, reference: ImageReference): boolean {
  if (reference.digest !== undefined) {
    const tag = reference.tag ?? 'latest';
    return reference.digest === digestOf(`${repositoryOf(reference)}:${tag}`);
  }
  return reference.tag === 'latest' || (reference.tag !== undefined && image.tags?.test(reference.tag) === true);
}

function digestOf(name: string): string {
  return `sha256:${sha256(`digest${name}`)}`;
}

/** The size that the recordings' runtime makes of a name: between 174 and 300 MB. */
function recordedSize(name: string): number {
  const hex = sha256(name);
  let size = 2_000_000;
  for (let i = 0; i < 8; i++) size += hex.charCodeAt(i) * 371_219;
  return size;
}
