/**
 * `kubectl debug (POD | node/NODE) --image=IMAGE [-it] [--target=C] [--copy-to=NAME] [-- COMMAND]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/debug/debug.go (v1.36.3). Left out: --custom.
 */
import type { Container, Pod, PodSpec } from '../../../api/core/pod';
import type { Command, Invocation } from '../../command';
import { CommandError, oneOf } from '../../errors';
import { containersOf } from '../../polymorphic/podContainers';
import { build } from '../../resource/builder';
import { imageReference } from '../imageReference';
import { attachDebugger, podMapping } from './attachDebugger';
import { type Profile, copyWithProfile, metadataOfCopy, nodeSpecOf, profileOf, withProfile } from './profiles';

/** A pod with a container to attach to; without a name there is none. */
interface Debugged {
  readonly pod: Pod;
  readonly container: string;
}

/** Adds a container to a pod that runs, copies a pod, or makes a pod on a node; with -i attaches to it. */
export const debug: Command = {
  path: ['debug'],
  async run(invocation) {
    const { flags, io } = invocation;
    const profile = profileOf(flags);
    if (flags.changed('custom')) throw new CommandError('kubeloop: --custom is not simulated');
    const { names, command } = wordsOf(invocation);
    checkFlags(invocation, names, command);
    if (profile === 'legacy') {
      const advice = 'It is recommended to specify other profile, for example "--profile=general".';
      void io.err(`--profile=legacy is deprecated and planned to be removed in v1.39. ${advice}\n`);
    }
    const args = names.length > 0 && names.every((name) => !name.includes('/')) ? ['pods', ...names] : names;
    const built = await build(invocation, { args, filenames: flags.list('filename'), latest: true });
    if (built.errors.length > 0) throw oneOf(built.errors);
    for (const { object } of built.infos) {
      if (object === undefined) continue;
      const { pod, container } = await debugObject(invocation, object as unknown as Pod, { profile, command });
      const attaches = flags.changed('attach') ? flags.bool('attach') : flags.bool('stdin');
      if (attaches && container !== '') await attachDebugger(invocation, pod, container);
    }
  },
};

interface How {
  readonly profile: Profile;
  readonly command: readonly string[];
}

function debugObject(invocation: Invocation, object: Pod, how: How): Promise<Debugged> {
  if (object.kind === 'Node') return debugNode(invocation, object.metadata.name, how);
  if (object.kind !== 'Pod') {
    const group = object.apiVersion.includes('/') ? object.apiVersion : `/${object.apiVersion}`;
    throw new CommandError(`"${group}, Kind=${object.kind}" not supported by debug`);
  }
  const isCopy = invocation.flags.string('copy-to') !== '';
  return isCopy ? debugByCopy(invocation, object, how) : debugByEphemeralContainer(invocation, object, how);
}

function wordsOf({ args, argsBeforeDash }: Invocation) {
  const end = argsBeforeDash ?? args.length;
  return { names: args.slice(0, end), command: args.slice(end) };
}

function checkFlags({ flags, io }: Invocation, names: readonly string[], command: readonly string[]): void {
  const refuse = (message: string) => {
    throw new CommandError(message);
  };
  const image = flags.string('image');
  const images = flags.list('set-image');
  const container = flags.string('container');
  if (flags.changed('attach') && flags.bool('attach') && image === '' && container === '')
    refuse('you must specify --container or create a new container using --image in order to attach.');
  if (flags.string('copy-to') !== '') {
    if (image === '' && images.length === 0 && command.length === 0)
      refuse('you must specify --image, --set-image or command arguments.');
    if (command.length > 0 && container === '' && image === '')
      refuse('you must specify an existing container or a new image when specifying args.');
  } else {
    if (flags.bool('replace')) refuse('--replace may only be used with --copy-to.');
    if (flags.bool('same-node')) refuse('--same-node may only be used with --copy-to.');
    if (images.length > 0) refuse('--set-image may only be used with --copy-to.');
    if (image === '') refuse('you must specify --image when not using --copy-to.');
  }
  if (image !== '' && !imageReference.test(image))
    refuse(`invalid image name ${JSON.stringify(image)}: invalid reference format`);
  if (names.length === 0 && flags.list('filename').length === 0) refuse('NAME or filename is required for debug');
  const policy = flags.string('image-pull-policy');
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(policy)) refuse(`invalid image pull policy: ${policy}`);
  for (const [name, other] of imagesOf(images)) {
    if (!imageReference.test(other))
      refuse(
        `invalid image name ${JSON.stringify(other)} for container ${JSON.stringify(name)}: invalid reference format`,
      );
  }
  const target = flags.string('target');
  if (target !== '') {
    if (flags.string('copy-to') !== '')
      refuse('--target is incompatible with --copy-to. Use --share-processes instead.');
    const may =
      "If you don't see processes from this container it may be because the container runtime doesn't support this feature.";
    if (!flags.bool('quiet')) void io.out(`Targeting container ${JSON.stringify(target)}. ${may}\n`);
  }
  if (flags.bool('tty') && !flags.bool('stdin')) refuse('-i/--stdin is required for containers with -t/--tty=true');
}

function imagesOf(pairs: readonly string[]): ReadonlyMap<string, string> {
  return new Map(pairs.map((pair) => [pair.replace(/=.*$/s, ''), pair.replace(/^[^=]*=?/s, '')]));
}

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

function suffixOf({ env }: Invocation): string {
  return Array.from({ length: 5 }, () => ALPHABET[Math.floor(env.random() * ALPHABET.length)] ?? '').join('');
}

/** --container, or a name that no container of the pod has. */
function containerNameOf(invocation: Invocation, pod: Pod): string {
  const { flags, io } = invocation;
  const given = flags.string('container');
  if (given !== '') return given;
  const taken = new Set(containersOf(pod).map(({ name }) => name));
  let name = `debugger-${suffixOf(invocation)}`;
  while (taken.has(name)) name = `debugger-${suffixOf(invocation)}`;
  if (!flags.bool('quiet')) void io.out(`Defaulting debug container name to ${name}.\n`);
  return name;
}

/** The fields that the flags give to a new container. */
function newContainer({ flags }: Invocation, name: string, command: readonly string[]) {
  const env = [...imagesOf(flags.list('env'))].map(([key, value]) => ({ name: key, value }));
  const policy = flags.string('image-pull-policy') as Container['imagePullPolicy'] | ''; // Checked.
  return {
    name,
    image: flags.string('image'),
    ...(command.length === 0 ? {} : { [flags.bool('arguments-only') ? 'args' : 'command']: command }),
    ...(env.length === 0 ? {} : { env }),
    ...(policy === '' ? {} : { imagePullPolicy: policy }),
    ...(flags.bool('stdin') ? { stdin: true } : {}),
    terminationMessagePolicy: 'File' as const,
    ...(flags.bool('tty') ? { tty: true } : {}),
  };
}

async function debugByEphemeralContainer(invocation: Invocation, pod: Pod, { profile, command }: How) {
  const access = await invocation.access();
  const name = containerNameOf(invocation, pod);
  const target = invocation.flags.string('target');
  const container = {
    ...withProfile(newContainer(invocation, name, command), profile),
    resources: {},
    ...(target === '' ? {} : { targetContainerName: target }),
  };
  warnOfUser(invocation, pod, profile);
  const where = {
    mapping: podMapping,
    namespace: pod.metadata.namespace,
    name: pod.metadata.name,
    subresource: 'ephemeralcontainers',
  };
  // One whose name is taken replaces its namesake in a strategic patch of names: sent whole, it is refused as a duplicate.
  const containers = [...(pod.spec.ephemeralContainers ?? []), container];
  const changed = await access.patch(where, 'strategic', { spec: { ephemeralContainers: containers } });
  return { pod: changed as unknown as Pod, container: name }; // What the server keeps under pods.
}

function warnOfUser({ io }: Invocation, pod: Pod, profile: Profile): void {
  const user = pod.spec.securityContext?.runAsUser;
  const grants = profile === 'general' || profile === 'netadmin' || profile === 'sysadmin';
  if (user === undefined || user === 0 || !grants) return;
  void io.err(
    'Warning: Non-root user is configured for the entire target Pod, and some capabilities granted by debug profile may not work. Please consider using "--custom" with a custom profile that specifies "securityContext.runAsUser: 0".\n',
  );
}

async function debugByCopy(invocation: Invocation, pod: Pod, { profile, command }: How): Promise<Debugged> {
  const { flags } = invocation;
  const access = await invocation.access();
  const { spec, name } = copiedSpec(invocation, pod, profile, command);
  const { namespace } = pod.metadata;
  const metadata = { name: flags.string('copy-to'), namespace, ...metadataOfCopy(pod, profile, flags) };
  const body = { kind: 'Pod', apiVersion: 'v1', metadata, spec, status: {} };
  const created = await access.create(podMapping, namespace, body);
  if (flags.bool('replace')) {
    await access.delete({ mapping: podMapping, namespace, name: pod.metadata.name }, { gracePeriodSeconds: 0 });
  }
  return { pod: created as unknown as Pod, container: name }; // What the server keeps under pods.
}

function copiedSpec(invocation: Invocation, pod: Pod, profile: Profile, command: readonly string[]) {
  const { flags } = invocation;
  const { ephemeralContainers: _none, nodeName, ...rest } = pod.spec;
  const images = imagesOf(flags.list('set-image'));
  const containers = rest.containers.map((container) => {
    const image = images.get(container.name) ?? images.get('*') ?? '';
    return image === '' ? container : { ...container, image };
  });
  const shares = flags.changed('share-processes') ? { shareProcessNamespace: flags.bool('share-processes') } : {};
  const spec: PodSpec = {
    ...rest,
    containers,
    ...shares,
    ...(flags.bool('same-node') && nodeName !== undefined ? { nodeName } : {}),
  };
  const wanted = flags.string('container');
  const existing = containers.find(({ name }) => name === wanted);
  if (existing === undefined && flags.string('image') === '') {
    if (images.size > 0) return { spec, name: '' };
    throw new CommandError('you must specify image when creating new container');
  }
  const name = existing?.name ?? containerNameOf(invocation, { ...pod, spec });
  const made = { ...newContainer(invocation, name, command), resources: {} };
  // The server fills in what a new container lacks.
  const all = (
    existing === undefined ? [...containers, made] : containers.map((one) => changed(one, name, made, command))
  ) as readonly Container[];
  return { spec: copyWithProfile({ ...spec, containers: all }, name, profile, flags), name };
}

/** An existing container with what the flags change of it. */
function changed(container: Container, name: string, made: object, command: readonly string[]): object {
  if (container.name !== name) return container;
  const { stdin: _stdin, tty: _tty, ...kept } = container;
  const { args: _args, ...withoutArgs } = kept;
  const given = Object.entries(made).filter(([key, value]) => key !== 'resources' && value !== '');
  return { ...(command.length > 0 && 'command' in made ? withoutArgs : kept), ...Object.fromEntries(given) };
}

async function debugNode(invocation: Invocation, node: string, { profile, command }: How): Promise<Debugged> {
  const { flags, io } = invocation;
  const access = await invocation.access();
  const container = flags.string('container') === '' ? 'debugger' : flags.string('container');
  const name = `node-debugger-${node}-${suffixOf(invocation)}`;
  if (!flags.bool('quiet')) {
    void io.out(`Creating debugging pod ${name} with container ${container} on node ${node}.\n`);
  }
  const body = {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name, labels: { 'app.kubernetes.io/managed-by': 'kubectl-debug' } },
    spec: {
      ...nodeSpecOf({ ...newContainer(invocation, container, command), resources: {} }, profile),
      nodeName: node,
      restartPolicy: 'Never',
      tolerations: [{ operator: 'Exists' }],
    },
    status: {},
  };
  const created = await access.create(podMapping, access.namespace, body);
  return { pod: created as unknown as Pod, container }; // What the server keeps under pods.
}
