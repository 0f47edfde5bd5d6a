/** PodTemplate. Models staging/src/k8s.io/api/core/v1/types.go (v1.36.3). */
import type { KubeObject } from '../meta/objectMeta';
import type { PodTemplateSpec } from './pod';

export interface PodTemplate extends KubeObject {
  readonly template: PodTemplateSpec;
}
