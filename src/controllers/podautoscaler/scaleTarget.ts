/**
 * Where the scale of an autoscaler's target is: of a kind that everybody knows, or of one that discovery tells of.
 * Models scaleForResourceMappings of pkg/controller/podautoscaler/horizontal.go (v1.36.3).
 */
import type { HorizontalPodAutoscaler } from '../../api/autoscaling/horizontalPodAutoscaler';
import { kindOf } from '../../api/kinds';
import { ApiError, failure } from '../../api/meta/status';
import { pathOf } from '../../client/client';
import type { ControllerWorld } from '../controller';

interface ResourceList {
  readonly resources?: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

/** The path of the target's scale. Throws ApiError where no kind is called so. */
export async function scalePathOf(hpa: HorizontalPodAutoscaler, world: ControllerWorld): Promise<string> {
  const { namespace } = hpa.metadata;
  const { apiVersion = 'v1', kind: name, name: object } = hpa.spec.scaleTargetRef;
  const kind = kindOf(apiVersion, name);
  if (kind !== undefined) return pathOf(kind, namespace, object, 'scale');
  const found = await resourceNamed(apiVersion, name, world);
  if (found !== undefined) {
    const scope = found.namespaced ? `/namespaces/${namespace}` : '';
    return `/apis/${apiVersion}${scope}/${found.name}/${object}/scale`;
  }
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  throw new ApiError(failure(404, 'NotFound', `no matches for kind "${name}" in group "${group}"`));
}

async function resourceNamed(apiVersion: string, kind: string, world: ControllerWorld) {
  if (!apiVersion.includes('/')) return undefined;
  try {
    const { body } = await world.client.raw({ method: 'GET', path: `/apis/${apiVersion}` });
    const { resources = [] } = (body ?? {}) as ResourceList; // What the path answers with.
    return resources.find((resource) => resource.kind === kind && !resource.name.includes('/'));
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}
