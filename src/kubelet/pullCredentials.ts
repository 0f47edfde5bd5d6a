/**
 * Credentials for registries: what a pod's imagePullSecrets hold, and with whose an image came to the machine.
 * Models pkg/credentialprovider/keyring.go, pkg/kubelet/kubelet_pods.go getPullSecretsForPod and
 * pkg/kubelet/images/pullmanager (v1.36.3). Left out: credential providers, tokens of service accounts, the node's own.
 */
import { decodeBase64 } from '../api/meta/base64';
import { type JsonObject, isJsonObject } from '../api/meta/jsonObject';
import { ApiError } from '../api/meta/status';
import type { Pod } from '../api/core/pod';
import { type Kubelet, podEvent } from './context';
import { parseReference, repositoryOf } from '../api/meta/imageReference';

/** A user of a registry, and the Secret that told of them. */
export interface PullCredential {
  readonly username: string;
  readonly password: string;
  readonly secretUid: string;
}

/** The user that Docker Hub's credentials are kept under. */
const DEFAULT_REGISTRY = 'index.docker.io';

/** What is kept of a Secret for pods: it serves on while the network is cut. */
type PullSecret = Readonly<Record<'uid' | 'config', string>>;

/** True if Secrets that the pod names are not there, which is told as an Event with every sync. */
export async function lacksPullSecrets(kl: Kubelet, pod: Pod): Promise<boolean> {
  const missing: string[] = [];
  for (const name of namesOf(pod)) if ((await readSecret(kl, pod, name)) === undefined) missing.push(name);
  if (missing.length === 0) return false;
  const message = `Unable to retrieve some image pull secrets (${missing.join(', ')}); attempting to pull the image may not succeed.`;
  await podEvent(kl, pod, 'Warning', 'FailedToRetrieveImagePullSecret', message);
  return true;
}

const namesOf = ({ spec }: Pod) => (spec.imagePullSecrets ?? []).flatMap(({ name }) => (name ? [name] : []));

/** The credentials of the pod's imagePullSecrets for `image`, best first. */
export async function pullCredentials(kl: Kubelet, pod: Pod, image: string): Promise<readonly PullCredential[]> {
  const found: (PullCredential & { readonly place: string })[] = [];
  for (const name of namesOf(pod)) {
    const secret = await readSecret(kl, pod, name);
    if (secret !== undefined) found.push(...entriesOf(secret));
  }
  const reference = parseReference(image);
  if (found.length === 0 || 'cause' in reference) return [];
  const target = repositoryOf(reference);
  const fitting = found.filter(({ place }) => fits(place, target)).sort((a, b) => (a.place > b.place ? -1 : 1));
  const isHub = fitting.length === 0 && reference.domain === 'docker.io';
  const wanted = isHub ? found.filter(({ place }) => place === DEFAULT_REGISTRY) : fitting;
  return wanted.map(({ username, password, secretUid }) => ({ username, password, secretUid }));
}

async function readSecret(kl: Kubelet, pod: Pod, name: string): Promise<PullSecret | undefined> {
  const memo = `${pod.metadata.uid}/PullSecret/${name}`;
  try {
    const { metadata, data } = await kl.world.client.get('Secret', { namespace: pod.metadata.namespace ?? '', name });
    const config = decodeBase64(data?.['.dockerconfigjson'] ?? data?.['.dockercfg'] ?? '') ?? '';
    const secret = { uid: metadata.uid, config };
    kl.sources.set(memo, { data: secret });
    return secret;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason === 'NotFound') return undefined;
    const known = kl.sources.get(memo)?.data;
    return known === undefined ? undefined : { uid: known.uid ?? '', config: known.config ?? '' };
  }
}

/** Users by registry: the newer form of such a Secret has them under `auths`. */
function entriesOf({ uid, config }: PullSecret): (PullCredential & { readonly place: string })[] {
  const whole = parsed(config);
  const auths = isJsonObject(whole.auths) ? whole.auths : whole;
  return Object.entries(auths).flatMap(([host, entry]) => {
    const user = isJsonObject(entry) ? userOf(entry) : undefined;
    return user === undefined ? [] : [{ ...user, secretUid: uid, place: placeOf(host) }];
  });
}

function parsed(json: string): JsonObject {
  try {
    const value: unknown = JSON.parse(json);
    return isJsonObject(value) ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** `auth` is `user:password` in base64 and stands for both. */
function userOf({ auth, username, password }: JsonObject): { username: string; password: string } | undefined {
  const text = typeof auth === 'string' && auth !== '' ? decodeBase64(auth) : undefined;
  const colon = text?.indexOf(':') ?? -1;
  if (text !== undefined && colon > 0) return { username: text.slice(0, colon), password: text.slice(colon + 1) };
  return typeof username === 'string' && typeof password === 'string' ? { username, password } : undefined;
}

/** The host and path of a server as a Secret spells it, without scheme and API version. */
function placeOf(server: string): string {
  return server
    .replace(/^https?:\/\//, '')
    .replace(/\/v[12]\/?$/, '')
    .replace(/\/$/, '');
}

/** Ports are equal, parts of the host match one by one (`*` any characters), and the path is a beginning of the image's. */
function fits(place: string, target: string): boolean {
  const [host = '', path = ''] = cut(place);
  const [targetHost = '', targetPath = ''] = cut(target);
  const parts = host.split('.');
  const targetParts = targetHost.split('.');
  return (
    parts.length === targetParts.length &&
    parts.every((part, i) => matches(part, targetParts[i] ?? '')) &&
    targetPath.startsWith(path)
  );
}

function cut(text: string): [string, string] {
  const slash = text.indexOf('/');
  return slash === -1 ? [text, ''] : [text.slice(0, slash), text.slice(slash)];
}

function matches(glob: string, text: string): boolean {
  if (!glob.includes('*')) return glob === text;
  const pattern = glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${pattern}$`).test(text);
}

/** Whose Secret opened the registry for an image of this machine. */
export interface PulledWith {
  readonly secrets: readonly { readonly uid: string; readonly login: string }[];
}

const loginOf = ({ username, password }: PullCredential) => `${username}:${password}`;

/**
 * Whether the pod may use the image that is here already, or must show its own credentials to the registry. An image
 * that came without credentials is everybody's.
 */
export async function mustPullAgain(kl: Kubelet, pod: Pod, image: string, imageID: string): Promise<boolean> {
  const record = kl.pulledWith.get(imageID);
  if (record === undefined) return false;
  const own = await pullCredentials(kl, pod, image);
  return !own.some((one) => record.secrets.some(({ uid, login }) => uid === one.secretUid || login === loginOf(one)));
}

/** Notes with what an image was pulled; `isNew` if the machine did not have it. */
export function notePulled(
  kl: Kubelet,
  imageID: string,
  pulled: { readonly isNew: boolean; readonly credential?: PullCredential },
): void {
  const { isNew, credential } = pulled;
  const record = kl.pulledWith.get(imageID);
  if (credential === undefined) {
    if (record !== undefined) kl.pulledWith.delete(imageID);
    return;
  }
  if (record === undefined && !isNew) return; // Everybody's before, and it stays so.
  const secrets = isNew ? [] : (record?.secrets ?? []).filter(({ uid }) => uid !== credential.secretUid);
  kl.pulledWith.set(imageID, { secrets: [...secrets, { uid: credential.secretUid, login: loginOf(credential) }] });
}
