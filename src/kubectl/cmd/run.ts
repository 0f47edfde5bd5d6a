/**
 * `kubectl run NAME --image=IMAGE [--port] [--env] [--expose] [-it [--rm]] [-- ARGS | --command -- COMMAND]`: one pod.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/run/run.go and pkg/generate/versioned/run.go (v1.36.3).
 * Left out: flags about the deletion of other things than the pod.
 */
import type { Command, Flags, Invocation } from '../command';
import { CommandError, UsageError } from '../errors';
import { withChangeCause } from './changeCause';
import { exposedService, labelsOfFlag, serviceKind } from './exposedService';
import { goAtoi } from './goNumbers';
import { imageReference } from './imageReference';
import { envVarNameErrors } from '../../api/meta/keyNames';
import { overridden } from './overrides';
import { parsePairs } from './pairs';
import { attachToRun } from './runAttach';
import {
  type TypedFields,
  type TypedKind,
  type TypedObject,
  type Writing,
  createTyped,
  printTyped,
  typedObject,
  withSavedConfig,
  writingOf,
} from './typedObject';

const podKind: TypedKind = { apiVersion: 'v1', kind: 'Pod', plural: 'pods' };

/** Creates a pod of one container, with --expose a Service too, and attaches to it with --attach or -i. */
export const run: Command = {
  path: ['run'],
  async run(invocation) {
    const { args, flags, io } = invocation;
    const writing = await writingOf(invocation, 'created', false);
    const attaches = flags.changed('attach') ? flags.bool('attach') : flags.bool('stdin');
    checkFlags(invocation, attaches, writing);
    const [name = ''] = args;
    await (await invocation.access()).mapper();
    const pod = await create(invocation, podKind, podFields(name, invocation), writing, true);
    let failure: unknown;
    if (flags.bool('expose')) {
      try {
        const service = await create(invocation, serviceKind, serviceFields(name, flags), writing, false);
        printTyped(invocation, service, writing);
        if (flags.string('output') === 'yaml') void io.out('---\n');
      } catch (error) {
        failure = error;
      }
    }
    if (attaches) return attachToRun(invocation, name);
    printTyped(invocation, pod, writing);
    if (failure !== undefined) throw failure;
    return 0;
  },
};

async function create(
  invocation: Invocation,
  kind: TypedKind,
  fields: TypedFields,
  writing: Writing,
  isOverridden: boolean,
): Promise<object> {
  const made: TypedObject = await typedObject(invocation, kind, fields, writing.dryRun === 'client');
  const object = withChangeCause(invocation, isOverridden ? overridden(invocation, made) : made);
  if (writing.dryRun === 'client') return object;
  return createTyped(invocation, kind, withSavedConfig(invocation, object), writing);
}

/** Flags that `run` has for the sake of a deletion; nothing here acts on them. */
const unsimulated = [
  'cascade',
  'detach-keys',
  'filename',
  'force',
  'grace-period',
  'kustomize',
  'recursive',
  'timeout',
  'wait',
];

function checkFlags(invocation: Invocation, attaches: boolean, { dryRun }: Writing): void {
  const { args, commandPath, flags } = invocation;
  const usage = (message: string) => new UsageError(commandPath, message);
  const other = unsimulated.find((flag) => flags.changed(flag));
  if (other !== undefined) throw new CommandError(`kubeloop: --${other} is not simulated`);
  if (args.length === 0) throw usage('NAME is required for run');
  if (flags.durationMs('pod-running-timeout') <= 0) throw usage('--pod-running-timeout must be higher than zero');
  const image = flags.string('image');
  if (image === '') throw new CommandError('--image is required');
  if (!imageReference.test(image)) {
    throw new CommandError(`Invalid image name ${JSON.stringify(image)}: invalid reference format`);
  }
  if (flags.bool('tty') && !flags.bool('stdin')) {
    throw usage('-i/--stdin is required for containers with -t/--tty=true');
  }
  if (flags.bool('expose') && flags.string('port') === '') throw usage('--port must be set when exposing a service');
  const restart = flags.string('restart');
  if (!['', 'Always', 'OnFailure', 'Never'].includes(restart)) throw usage(`invalid restart policy: ${restart}`);
  if (!attaches && flags.bool('rm')) throw usage('--rm should only be used for attached containers');
  if (attaches && dryRun !== 'none') {
    throw usage(
      "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
    );
  }
  const pull = flags.string('image-pull-policy');
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(pull)) throw usage(`invalid image pull policy: ${pull}`);
}

function podFields(name: string, { args, flags }: Invocation): TypedFields {
  const annotations = Object.fromEntries(parsePairs(flags.list('annotations'), 'annotations', false).values);
  const env = flags.list('env').map(envVarOf);
  const labels = flags.string('labels') === '' ? { run: name } : labelsOfFlag(flags.string('labels'));
  const port = flags.string('port');
  const words = args.slice(1);
  const restart = flags.string('restart');
  const stdin = flags.bool('stdin');
  const container = {
    name,
    image: flags.string('image'),
    ...(words.length > 0 && { [flags.bool('command') ? 'command' : 'args']: words }),
    ...(port !== '' && { ports: [{ containerPort: goAtoi(port) }] }),
    ...(env.length > 0 && { env }),
    resources: {},
    ...(flags.string('image-pull-policy') !== '' && { imagePullPolicy: flags.string('image-pull-policy') }),
    ...(flags.bool('privileged') && { securityContext: { privileged: true } }),
    ...(stdin && { stdin }),
    ...(stdin && !flags.bool('leave-stdin-open') && { stdinOnce: true }),
    ...(flags.bool('tty') && { tty: true }),
  };
  return {
    metadata: { name, labels, ...(Object.keys(annotations).length > 0 && { annotations }) },
    spec: {
      containers: [container],
      restartPolicy: restart === '' ? 'Always' : restart,
      dnsPolicy: 'ClusterFirst',
    },
    status: {},
  };
}

function envVarOf(text: string): object {
  const at = text.indexOf('=');
  const name = text.slice(0, at);
  if (at <= 0 || envVarNameErrors(name).length > 0) throw new CommandError(`invalid env: ${text}`);
  const value = text.slice(at + 1);
  return { name, ...(value !== '' && { value }) };
}

function serviceFields(name: string, flags: Flags): TypedFields {
  const text = flags.string('labels');
  const labels = text === '' ? {} : labelsOfFlag(text);
  return exposedService({
    name,
    labels,
    selector: text === '' ? { run: name } : labels,
    port: flags.string('port'),
    protocol: '',
    declared: [],
    targetPort: '',
    type: '',
    externalIP: '',
    loadBalancerIP: '',
    sessionAffinity: '',
    clusterIP: '',
  });
}
