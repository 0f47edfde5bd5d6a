/**
 * The objects of a cluster as plain manifests that `kubectl apply -f` takes on any other, in an order that works.
 * Custom resources stand in a file of their own: kubectl looks up their kinds before it has applied the definitions.
 */
import { goYaml } from '../kubectl/printers/yaml';
import { cleaned } from './clean';
import { type CopyContext, volumeNames } from './copyContext';
import { creationOrder, placed } from './creationOrder';
import { builtInKind, groupOf, servedKinds } from './customKinds';
import { type Manifest, subjectOf, textAt } from './manifest';
import type { Note } from './note';
import type { ManifestFile } from './readManifests';
import { type SelectionOptions, selectObjects } from './selection';

export interface ExportOptions extends Pick<SelectionOptions, 'namespaces' | 'withSystem'> {
  /** Else each value is a placeholder. */
  readonly withSecretValues: boolean;
}

export interface ExportedManifests {
  /** To be applied one after the other; empty if there is nothing to export. */
  readonly files: readonly ManifestFile[];
  readonly notes: readonly Note[];
  /** Objects in all files. */
  readonly count: number;
}

/** Writes manifests of the objects. The same input gives the same text. Never throws. */
export function exportManifests(given: readonly Manifest[], options: ExportOptions): ExportedManifests {
  const served = servedKinds(given);
  const objects = given.map((object) => placed(object, served));
  const images = objects.filter(isImage);
  const selection = selectObjects(
    objects.filter((object) => !isImage(object)),
    served,
    { ...options, withFinished: true, withoutClusterScoped: options.namespaces !== undefined },
  );
  const context = contextOf(selection.kept, options);
  const copies = selection.kept.map((object) => cleaned(object, context));
  const ordered = creationOrder(copies.map(({ object }) => object));
  const groups = new Set(
    ordered.flatMap((object) =>
      object.kind === 'CustomResourceDefinition' ? [textAt(object, 'spec', 'group') ?? ''] : [],
    ),
  );
  const custom = ordered.filter(({ apiVersion }) => groups.has(groupOf(apiVersion)));
  const others = ordered.filter((object) => !custom.includes(object));
  const left = [...images.map(leftOutImage), ...selection.notes];
  return {
    files: [
      ...fileOf('manifests.yaml', others, commentOf(images, custom.length > 0)),
      ...fileOf('custom-resources.yaml', custom, ['Apply manifests.yaml before this: it defines these kinds.']),
    ],
    notes: [...left, ...copies.flatMap(({ notes }) => notes)],
    count: ordered.length,
  };
}

const isImage = (object: Manifest) => builtInKind(object) === 'Image';

function leftOutImage(image: Manifest): Note {
  return { tone: 'leftOut', key: 'image', about: subjectOf(image) };
}

/** No node travels, so no pod is bound to one. */
function contextOf(kept: readonly Manifest[], { withSecretValues }: ExportOptions): CopyContext {
  const volumes = volumeNames(kept);
  return {
    purpose: 'export',
    keepsSecretValues: withSecretValues,
    hasVolume: (name) => volumes.has(name),
    hasNode: () => false,
    hasProvisioner: () => true,
  };
}

function commentOf(images: readonly Manifest[], hasCustom: boolean): readonly string[] {
  const references = images.map((image) => textAt(image, 'spec', 'reference') ?? '');
  return [
    ...(hasCustom ? ['Apply custom-resources.yaml after this.'] : []),
    ...(references.length === 0 ? [] : ['Images that only the simulation was told of; a real cluster pulls them:']),
    ...references.map((reference) => `  ${reference}`),
  ];
}

function fileOf(name: string, objects: readonly Manifest[], comment: readonly string[]): readonly ManifestFile[] {
  if (objects.length === 0) return [];
  const head = ['Exported by kubeloop: kubectl apply -f this file.', ...comment].map((line) => `# ${line}\n`).join('');
  return [{ name, text: head + objects.map((object) => `---\n${goYaml(object)}`).join('') }];
}
