/** An object as the YAML tab shows it: what `kubectl get -o yaml` prints. */
import { stringify } from 'yaml';
import type { KubeObject } from '../../api/meta/objectMeta';
import { LAST_APPLIED } from '../../kubectl/apply/lastApplied';
import { goYaml } from '../../kubectl/printers/yaml';

/** In kubectl's own hand, without managedFields, which kubectl does not show either. */
export function yamlText(object: KubeObject): string {
  const { managedFields: _, ...metadata } = object.metadata;
  return goYaml({ ...object, metadata });
}

/** The fields that the API server fills in and nobody edits. */
const SERVER_FIELDS = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields', 'selfLink'];

/** The object as a file to edit and apply: without status and without what the server fills in. */
export function editableText(object: KubeObject): string {
  const { status: _, ...rest } = object as KubeObject & { readonly status?: unknown }; // Most kinds have one.
  const annotations = Object.entries(object.metadata.annotations ?? {}).filter(([name]) => name !== LAST_APPLIED);
  const kept = Object.entries(object.metadata).filter(
    ([name]) => !SERVER_FIELDS.includes(name) && name !== 'annotations',
  );
  const metadata = {
    ...Object.fromEntries(kept),
    ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
  };
  // Objects that the cluster holds once and names twice are no anchors and aliases to a reader.
  return stringify({ ...rest, metadata }, { lineWidth: 0, aliasDuplicateObjects: false });
}
