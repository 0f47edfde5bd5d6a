/**
 * `kubectl set env (TYPE NAME | -f FILE) NAME=VALUE... NAME-... [--from] [--list [--resolve]] [--containers]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/set/set_env.go (v1.36.3).
 */
import type { Container, EnvVar, PodSpec } from '../../../api/core/pod';
import type { Command, Invocation } from '../../command';
import { CommandError } from '../../errors';
import { podSpecOf, withPodSpec } from '../../polymorphic/podTemplate';
import type { Info } from '../../resource/builder';
import { fittingContainers, withContainers } from './containers';
import { type EnvChange, envFrom, readEnvChange, splitEnvArgs } from './envArguments';
import { listEnv } from './envList';
import { changeEach, checkLocal, infosOf, settingOf } from './setCommand';

/** Adds, changes, removes and lists environment variables of containers. */
export const setEnv: Command = {
  path: ['set', 'env'],
  async run(invocation) {
    const { args, flags } = invocation;
    if (flags.bool('all') && flags.string('selector') !== '') {
      throw new CommandError('cannot set --all and --selector at the same time');
    }
    const { resources, changes } = splitEnvArgs(args);
    const setting = await settingOf(invocation, 'env updated');
    checkLocal(invocation, setting.dryRun);
    checkFlags(invocation, resources);
    const written = await readEnvChange(invocation, [...flags.list('env'), ...changes]);
    const added = [...written.added, ...(await envFrom(invocation))];
    const prefix = flags.string('prefix');
    const change = { ...written, added: added.map((one) => ({ ...one, name: prefix + one.name })) };
    const infos = await infosOf(invocation, resources);
    if (flags.bool('list')) {
      await listAll(invocation, infos, change);
      return;
    }
    await changeEach(
      invocation,
      infos,
      setting,
      (object) =>
        withPodSpec(object, (spec) => withEnv(invocation, `${object.kind}/${object.metadata.name}`, spec, change)),
      { failure: 'failed to patch env update to pod template:' },
    );
  },
};

function checkFlags({ flags }: Invocation, resources: readonly string[]): void {
  if (flags.list('filename').length === 0 && resources.length === 0) {
    throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  }
  if (flags.bool('list') && flags.string('output') !== '') {
    throw new CommandError('--list and --output may not be specified together');
  }
  if (flags.list('keys').length > 0 && flags.string('from') === '') {
    throw new CommandError('when specifying --keys, a configmap or secret must be provided with --from');
  }
}

/** `spec` with the variables of its fitting containers changed; warns if there are none. */
function withEnv({ flags, io }: Invocation, object: string, spec: PodSpec, change: EnvChange): PodSpec {
  const pattern = flags.string('containers');
  if (fittingContainers(spec, pattern).length === 0) {
    void io.err(`Warning: ${object} does not have any containers matching ${JSON.stringify(pattern)}\n`);
    return spec;
  }
  return withContainers(spec, pattern, (container) => withVariables(container, change, flags.bool('overwrite')));
}

function withVariables(container: Container, { added, removed }: EnvChange, overwrite: boolean): Container {
  const { env: old = [] } = container;
  if (!overwrite) {
    for (const { name, value = '' } of added) {
      const present = old.find((one) => one.name === name);
      if (present === undefined || (present.value ?? '') === value) continue;
      throw new Error(`'${name}' already has a value (${present.value ?? ''}), and --overwrite is false`);
    }
  }
  const done = new Set(removed);
  const env: EnvVar[] = [];
  for (const one of old) {
    if (done.has(one.name)) continue;
    const newer = added.find(({ name }) => name === one.name);
    if (newer !== undefined) done.add(one.name);
    env.push(newer ?? one);
  }
  for (const one of added) {
    if (done.has(one.name)) continue;
    done.add(one.name);
    env.push(one);
  }
  if (env.length === 0 && container.env === undefined) return container;
  const { env: _, ...rest } = container;
  return env.length === 0 ? rest : { ...container, env };
}

/** Prints the variables of every fitting container, as they would be after the change. */
async function listAll(invocation: Invocation, infos: readonly Info[], change: EnvChange): Promise<void> {
  const { flags, io } = invocation;
  for (const info of infos) {
    const { object } = info;
    if (object === undefined) continue;
    const spec = podSpecOf(object);
    // kubectl forgets what went wrong with an object once it lists.
    if (spec === undefined) continue;
    const changed = withEnv(invocation, `${object.kind}/${object.metadata.name}`, spec, change);
    for (const container of fittingContainers(changed, flags.string('containers'))) {
      void io.out(`# ${object.kind} ${object.metadata.name}, container ${container.name}\n`);
      await listEnv(invocation, object, container);
    }
  }
}
