/**
 * Images on one machine. Sizes and digests of recorded images follow the
 * recordings' runtime. Left out: layers, platforms.
 */
import type { ImageSpec } from '../../api/images/image';
import type { Profile } from '../../component/profile';
import type { StateMap, StateSpace } from '../../sim/clock';
import type { ImageStatus, PullResult, RegistryLogin } from './containerRuntime';
import { canonicalName, type ImageReference, parseReference, repositoryOf } from '../../api/meta/imageReference';
import { digestOf, type Published, type Refusal, type Registries } from './registries';
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

/** What one machine has pulled. */
export class ImageStore {
  readonly #present: StateMap<ImageStatus>;
  /** What Image objects said when the image was pulled: deleted ones live on where they are. */
  readonly #definitions: StateMap<ImageSpec>;
  readonly #registries: Registries;
  readonly #uses: StateMap<ImageUse>;
  readonly #profile: Profile;

  constructor(state: StateSpace, prefix: string, profile: Profile, registries: Registries) {
    this.#present = state.map(`${prefix}/images`);
    this.#definitions = state.map(`${prefix}/imageDefinitions`);
    this.#registries = registries;
    this.#uses = state.map(`${prefix}/imageUses`);
    this.#profile = profile;
    if (this.#present.size === 0) this.#add({ domain: 'registry.k8s.io', path: 'pause', tag: '3.10.1' }, { sizeMB: 1 });
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

  /** Row of the trace in which the image's registry was broken, while it is. */
  brokenBy(image: string): number | undefined {
    const reference = parseReference(image);
    return 'cause' in reference ? undefined : this.#registries.brokenBy(reference.domain);
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
      const found = this.#registries.lookUp(reference, login);
      if (!('refusal' in found)) {
        const present = this.#present.get(name);
        const durationMs = present ? this.#profile.laterPullMs : this.#firstPullMs(found.sizeMB);
        return { type: 'ok', status: present ?? this.#add(reference, found), durationMs, with: at };
      }
      texts.add(failureText(found.refusal, prefix));
    }
    const [first = ''] = texts;
    const message = texts.size > 1 ? `[${[...texts].join(', ')}]` : first;
    return { type: 'error', message, durationMs: this.#profile.failingPullMs };
  }

  /** What the image is, if an Image object says so: the present one, else the one that it was pulled with. */
  definition(reference: ImageReference): ImageSpec | undefined {
    return this.#registries.definition(reference) ?? this.#definitions.get(canonicalName(reference));
  }

  /** Takes an image off this machine, as `crictl rmi`. */
  remove(image: string): void {
    const reference = parseReference(image);
    if ('cause' in reference) return;
    this.#present.delete(canonicalName(reference));
    this.#uses.delete(canonicalName(reference));
    this.#definitions.delete(canonicalName(reference));
  }

  #firstPullMs(sizeMB: number | undefined): number {
    const rate = this.#profile.imagePullBytesPerSecond;
    if (rate === undefined || sizeMB === undefined) return this.#profile.firstPullMs;
    return Math.max(SHORTEST_PULL_MS, Math.floor((sizeMB * MB * 1000) / rate));
  }

  #add(reference: ImageReference, { sizeMB, definition }: Published): ImageStatus {
    const name = canonicalName(reference);
    const status: ImageStatus = {
      image: name,
      imageID: `${repositoryOf(reference)}@${reference.digest ?? digestOf(name)}`,
      sizeBytes: sizeMB === undefined ? recordedSize(name) : sizeMB * MB,
    };
    this.#present.set(name, status);
    if (definition !== undefined) this.#definitions.set(name, definition);
    return status;
  }
}

/** gRPC's Unknown is stripped by the kubelet; every other code stays in front of the text. */
function failureText({ code, why }: Refusal, prefix: string): string {
  return code === 'Unknown' ? prefix + why : `rpc error: code = ${code} desc = ${prefix}${why}`;
}

function failure(code: string, why: string, durationMs: number): PullResult {
  return { type: 'error', message: failureText({ code, why }, ''), durationMs };
}

/** The size that the recordings' runtime makes of a name: between 174 and 300 MB. */
function recordedSize(name: string): number {
  const hex = sha256(name);
  let size = 2_000_000;
  for (let i = 0; i < 8; i++) size += hex.charCodeAt(i) * 371_219;
  return size;
}
