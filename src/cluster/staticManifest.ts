/**
 * Reads the manifest of a static pod. A real kubelet has the defaults and the validation of pods in itself
 * (pkg/kubelet/config/common.go, v1.36.3); here the API server of the same process lends them, whatever the network does.
 */
import type { Pod } from '../api/core/pod';
import { isJsonObject } from '../api/meta/jsonObject';
import { pathOf } from '../client/client';
import type { ApiRequest, ApiResponse } from '../client/transport';
import { MIRROR } from '../kubelet/mirrorPods';
import type { Json } from '../sim/clock';

/** Asks the API server itself. */
export type DryRun = (request: ApiRequest) => Promise<ApiResponse>;

/** Static pods stay whatever becomes of their node. */
const EVERYTHING = { operator: 'Exists', effect: 'NoExecute' };
/** A namespace that is always there and in which nobody limits pods. */
const NAMESPACE = 'kube-node-lease';

/** The pod that `manifest` describes, as it runs on `node`; undefined if it is no sound pod. */
export async function decodeStaticPod(manifest: Json, node: string, dryRun: DryRun): Promise<Pod | undefined> {
  if (!isJsonObject(manifest) || manifest.apiVersion !== 'v1' || manifest.kind !== 'Pod') return undefined;
  const { metadata, spec } = manifest;
  if (!isJsonObject(metadata) || !isJsonObject(spec) || typeof metadata.name !== 'string') return undefined;
  const { namespace = 'default', labels, annotations } = metadata;
  const given = isJsonObject(annotations) ? annotations : {};
  const tolerations = [...(Array.isArray(spec.tolerations) ? spec.tolerations : []), EVERYTHING];
  // Under another name, and as a mirror: what stands in the cluster already shall not matter.
  const body = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: 'static-', labels, annotations: { ...given, [MIRROR]: '' } },
    spec: { ...spec, nodeName: node, tolerations },
  };
  const answer = await dryRun({ method: 'POST', path: pathOf('Pod', NAMESPACE), query: { dryRun: 'All' }, body });
  if (answer.code !== 201) return undefined;
  const { metadata: stored, ...pod } = answer.body as Pod; // What a create answers with.
  const { [MIRROR]: _mark, ...own } = stored.annotations ?? {};
  const { generateName: _prefix, resourceVersion: _none, ...rest } = stored;
  const name = `${metadata.name}-${node.toLowerCase()}`;
  return {
    ...pod,
    metadata: { ...rest, resourceVersion: '', name, namespace: String(namespace), annotations: own },
  };
}
