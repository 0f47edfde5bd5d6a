/**
 * `kubectl set image (TYPE NAME | -f FILE) CONTAINER=IMAGE...`; `*` means all containers.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/set/set_image.go (v1.36.3).
 */
import type { PodSpec } from '../../../api/core/pod';
import type { Command } from '../../command';
import { CommandError, oneOf } from '../../errors';
import { withPodSpec } from '../../polymorphic/podTemplate';
import type { Unstructured } from '../../resource/access';
import { withChangeCause } from '../changeCause';
import { fileOptions } from '../manifestFlags';
import { parsePairs, splitPairs } from '../pairs';
import { changeEach, infosOf, settingOf } from './setCommand';

/** Sets the images of containers; objects that have them already are left alone. */
export const setImage: Command = {
  path: ['set', 'image'],
  async run(invocation) {
    const { args, flags } = invocation;
    const setting = await settingOf(invocation, 'image updated');
    const { resources, pairs } = splitPairs(args, 'image');
    const images = parsePairs(pairs, 'image', false).values;
    const infos = await infosOf(invocation, resources);
    const mistakes: string[] = [];
    const { filenames = [], kustomize = '' } = fileOptions(invocation);
    if (flags.bool('all') && flags.string('selector') !== '') {
      mistakes.push('cannot set --all and --selector at the same time');
    }
    if (resources.length === 0 && filenames.length === 0 && kustomize === '') {
      mistakes.push('one or more resources must be specified as <resource> <name> or <resource>/<name>');
    }
    if (images.size === 0) mistakes.push('at least one image update is required');
    else if (images.size > 1 && images.has('*')) {
      mistakes.push(
        'all containers are already specified by *, but saw more than one container_name=container_image pairs',
      );
    }
    if (flags.bool('local') && setting.dryRun === 'server') {
      mistakes.push('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
    }
    if (mistakes.length > 0) throw oneOf(mistakes.map((text) => new CommandError(text)));

    const missing: Error[] = [];
    const change = (spec: PodSpec) => withImages(spec, images, missing);
    const failure = 'failed to patch image update to pod template:';
    const changed = (object: Unstructured) => withChangeCause(invocation, withPodSpec(object, change));
    await changeEach(invocation, infos, setting, changed, { failure, mistakes: missing });
  },
};

function withImages(spec: PodSpec, images: ReadonlyMap<string, string>, missing: Error[]): PodSpec {
  let changed = spec;
  for (const [name, image] of images) {
    let isFound = false;
    const set = <C extends { readonly name: string }>(container: C): C => {
      if (container.name !== name && name !== '*') return container;
      isFound = true;
      return { ...container, image };
    };
    const { containers, initContainers } = changed;
    changed = {
      ...changed,
      ...(initContainers !== undefined && { initContainers: initContainers.map(set) }),
      containers: containers.map(set),
    };
    if (!isFound) {
      missing.push(new CommandError(`error: unable to find container named ${JSON.stringify(name)}`));
    }
  }
  return changed;
}
