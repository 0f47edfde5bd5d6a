/**
 * `kubectl rollout restart | pause | resume RESOURCE`: small changes of workloads.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/rollout/rollout_{restart,pause,resume}.go (v1.36.3).
 */
import type { Deployment } from '../../../api/apps/deployment';
import { ApiError } from '../../../api/meta/status';
import { formatTime } from '../../../api/meta/time';
import type { Command, Invocation } from '../../command';
import { CommandError, oneOf } from '../../errors';
import { printOptionsOf, printerFor } from '../../printers/printFlags';
import type { Unstructured } from '../../resource/access';
import type { Info } from '../../resource/builder';
import { asError } from '../../resource/fetch';
import { buildWorkloads, sayNothingFound } from './workloads';

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/** Makes the workload replace all its pods, by writing the time into its template. */
export const rolloutRestart: Command = {
  path: ['rollout', 'restart'],
  run: (invocation) => changeAll(invocation, 'restarted', (info) => restartPatch(info, invocation.env.clock.now())),
};

/** Lets a Deployment's template change without a rollout. */
export const rolloutPause: Command = {
  path: ['rollout', 'pause'],
  run: (invocation) => changeAll(invocation, 'paused', pausePatch),
};

/** Takes the pause back. */
export const rolloutResume: Command = {
  path: ['rollout', 'resume'],
  run: (invocation) => changeAll(invocation, 'resumed', resumePatch),
};

function restartPatch({ mapping, name, object }: Info, now: number): object {
  if (mapping.group !== 'apps' || !['Deployment', 'DaemonSet', 'StatefulSet'].includes(mapping.kind)) {
    throw refused(mapping, name, 'restarting is not supported');
  }
  const { spec } = object as object as Deployment; // All three kinds have the fields that are read here.
  if (spec.paused === true) {
    throw refused(mapping, name, "can't restart paused deployment (run rollout resume first)");
  }
  const time = formatTime(now);
  if (spec.template.metadata?.annotations?.[RESTARTED_AT] === time) {
    const advice = 'please wait before attempting to trigger another';
    throw new CommandError(
      `failed to create patch for ${name}: if restart has already been triggered within the past second, ${advice}`,
    );
  }
  return { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: time } } } } };
}

function pausePatch({ mapping, name, object }: Info): object {
  if (!isDeployment(mapping)) throw refused(mapping, name, 'pausing is not supported');
  const { spec } = object as object as Deployment; // Of this kind.
  if (spec.paused === true) throw refused(mapping, name, 'is already paused');
  return { spec: { paused: true } };
}

function resumePatch({ mapping, name, object }: Info): object {
  if (!isDeployment(mapping)) throw refused(mapping, name, 'resuming is not supported');
  const { spec } = object as object as Deployment; // Of this kind.
  if (spec.paused !== true) throw refused(mapping, name, 'is not paused');
  return { spec: { paused: null } };
}

function isDeployment({ group, kind }: Info['mapping']): boolean {
  return group === 'apps' && kind === 'Deployment';
}

/** These errors carry their prefix themselves, so that it is there among several too. */
function refused({ plural, group }: Info['mapping'], name: string, why: string): CommandError {
  return new CommandError(`error: ${group === '' ? plural : `${plural}.${group}`} "${name}" ${why}`);
}

async function changeAll(invocation: Invocation, done: string, patchOf: (info: Info) => object): Promise<void> {
  const { infos, errors: missing } = await buildWorkloads(invocation);
  if (infos.length === 0 && missing.length === 0) return sayNothingFound(invocation);
  const errors = [...missing];
  const access = await invocation.access();
  for (const info of infos) {
    try {
      const patch = patchOf(info);
      const { mapping, namespace, name } = info;
      const target = { mapping, name, ...(namespace !== undefined && { namespace }) };
      const fieldManager = invocation.flags.string('field-manager');
      const object = await patched(access.patch(target, 'strategic', patch, { fieldManager }));
      const printer = await printerFor(printOptionsOf(invocation));
      printer.print(object, invocation.io, done);
    } catch (error) {
      errors.push(asError(error));
    }
  }
  if (errors.length > 0) throw oneOf(errors);
}

/** A refusal is told as text, not as a Status. */
async function patched(patching: Promise<Unstructured>): Promise<Unstructured> {
  try {
    return await patching;
  } catch (error) {
    if (error instanceof ApiError) throw new CommandError(`failed to patch: ${error.message}`);
    throw error;
  }
}
