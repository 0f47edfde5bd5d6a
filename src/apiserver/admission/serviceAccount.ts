/**
 * Gives every pod an identity: the service account, and the projected volume with its token.
 * Models plugin/pkg/admission/serviceaccount/admission.go (v1.36.3).
 * Left out: waiting for an account that is about to appear; the mountable secrets annotation.
 */
import type { Container, Pod, PodSpec, Volume, VolumeMount } from '../../api/core/pod';
import type { ServiceAccount } from '../../api/core/serviceAccount';
import { type AdmissionPlugin, admitsPods } from './podPlugin';
import { isMirror } from '../registry/validation/pods';
import { refusal } from './refusal';

const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const volumePrefix = 'kube-api-access-';
/** The letters and digits of generated names: no vowels, nothing that looks like another. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

export const serviceAccount: AdmissionPlugin = admitsPods('ServiceAccount', (pod, attributes) => {
  if (attributes.operation !== 'CREATE') return pod;
  const { namespace = '', name, reader } = attributes;
  if (isMirror(pod)) {
    const why = mirrorRefusal(pod.spec);
    if (why !== undefined) throw refusal('Pod', name, why);
    return pod;
  }
  const accountName = (pod.spec.serviceAccountName ?? '') === '' ? 'default' : (pod.spec.serviceAccountName ?? '');
  const account = reader.get('ServiceAccount', { namespace, name: accountName });
  if (account === undefined) {
    const missing = `serviceaccount "${accountName}" not found`;
    throw refusal('Pod', name, `error looking up service account ${namespace}/${accountName}: ${missing}`);
  }
  const spec: PodSpec = { ...pod.spec, serviceAccountName: accountName, serviceAccount: accountName };
  const withToken = automounts(spec, account)
    ? mountToken(spec, `${volumePrefix}${suffix(`${pod.metadata.uid}/${pod.metadata.name}`)}`)
    : spec;
  return { ...pod, spec: withPullSecrets(withToken, account) } satisfies Pod;
});

/** A static pod runs without the API server: its mirror may not point to what only that has. */
function mirrorRefusal({ serviceAccountName = '', containers, initContainers = [], volumes = [], ...spec }: PodSpec) {
  if (serviceAccountName !== '') return 'a mirror pod may not reference service accounts';
  const projected = volumes.flatMap((volume) => (volume.projected?.sources ?? []) as readonly ProjectedSource[]); // Validated.
  const usesSecrets =
    (spec.imagePullSecrets ?? []).length > 0 ||
    volumes.some(({ secret }) => secret !== undefined) ||
    projected.some(({ secret }) => secret !== undefined) ||
    [...containers, ...initContainers].some(
      ({ env = [], envFrom = [] }) =>
        env.some(({ valueFrom }) => valueFrom?.secretKeyRef !== undefined) ||
        envFrom.some(({ secretRef }) => secretRef !== undefined),
    );
  if (usesSecrets) return 'a mirror pod may not reference secrets';
  if (projected.some(({ serviceAccountToken }) => serviceAccountToken !== undefined)) {
    return 'a mirror pod may not use ServiceAccountToken volume projections';
  }
  return undefined;
}

interface ProjectedSource {
  readonly secret?: unknown;
  readonly serviceAccountToken?: unknown;
}

/** The pod's own word wins over its account's. */
function automounts(spec: PodSpec, account: ServiceAccount): boolean {
  return spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
}

function withPullSecrets(spec: PodSpec, account: ServiceAccount): PodSpec {
  const secrets = account.imagePullSecrets ?? [];
  return secrets.length > 0 && (spec.imagePullSecrets ?? []).length === 0
    ? { ...spec, imagePullSecrets: secrets }
    : spec;
}

function mountToken(spec: PodSpec, newName: string): PodSpec {
  const given = spec.volumes?.find((volume) => (volume.name ?? '').startsWith(volumePrefix));
  const mount: VolumeMount = { name: given?.name ?? newName, readOnly: true, mountPath };
  const containers = spec.containers?.map((container) => withMount(container, mount));
  const initContainers = spec.initContainers?.map((container) => withMount(container, mount));
  const mounted =
    containers?.some((container, at) => container !== spec.containers[at]) === true ||
    initContainers?.some((container, at) => container !== spec.initContainers?.[at]) === true;
  if (!mounted) return spec;
  const volumes = given === undefined ? [...(spec.volumes ?? []), tokenVolume(newName)] : spec.volumes;
  return { ...spec, containers, ...(initContainers === undefined ? {} : { initContainers }), volumes };
}

function withMount(container: Container, mount: VolumeMount): Container {
  const mounts = container.volumeMounts ?? [];
  if (mounts.some((given) => given.mountPath === mountPath)) return container;
  return { ...container, volumeMounts: [...mounts, mount] };
}

/** The same for every pod, so all of them share it. */
const projected: NonNullable<Volume['projected']> = Object.freeze({
  sources: Object.freeze([
    Object.freeze({ serviceAccountToken: Object.freeze({ expirationSeconds: 3607, path: 'token' }) }),
    Object.freeze({
      configMap: Object.freeze({
        name: 'kube-root-ca.crt',
        items: Object.freeze([Object.freeze({ key: 'ca.crt', path: 'ca.crt' })]),
      }),
    }),
    Object.freeze({
      downwardAPI: Object.freeze({
        items: Object.freeze([
          Object.freeze({
            path: 'namespace',
            fieldRef: Object.freeze({ apiVersion: 'v1', fieldPath: 'metadata.namespace' }),
          }),
        ]),
      }),
    }),
  ]),
  defaultMode: 420,
});

function tokenVolume(name: string): Volume {
  return { name, projected };
}

/** Five letters made from `text`: a name that only has to be new inside its pod needs no chance. */
function suffix(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  let letters = '';
  for (let count = 0; count < 5; count++) {
    letters += alphabet[hash % alphabet.length];
    hash = Math.floor(hash / alphabet.length);
  }
  return letters;
}
