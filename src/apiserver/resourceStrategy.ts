/** The registry's strategies as the handlers use them: for a kind that is known only at run time. */
import type { Kind } from '../api/kinds';
import type { KubeObject } from '../api/meta/objectMeta';
import type { FieldError } from './registry/fieldError';
import { strategies } from './registry/registry';
import type { AllocationContext, WriteContext, WriteTarget } from './registry/strategy';

/** `Strategy` with the object's own type forgotten. */
export interface ResourceStrategy {
  readonly kind: Kind;
  readonly hasGeneration: boolean;
  wanted?(object: KubeObject): unknown;
  readonly generationFollowsAnnotations?: boolean;
  readonly allowUnconditionalUpdate: boolean;
  readonly allowCreateOnUpdate: boolean;
  readonly deprecation?: string;
  readonly returnsDeletedObject?: boolean;
  defaults(object: KubeObject): KubeObject;
  prepareForCreate(object: KubeObject, context: WriteContext): KubeObject;
  prepareForUpdate(next: KubeObject, old: KubeObject, target: WriteTarget): KubeObject;
  allocate?(next: KubeObject, old: KubeObject | undefined, context: AllocationContext): KubeObject;
  validate(object: KubeObject): readonly FieldError[];
  validateUpdate(next: KubeObject, old: KubeObject, target: WriteTarget): readonly FieldError[];
  warnings?(object: KubeObject, old?: KubeObject): readonly string[];
  readonly selectableFields?: Readonly<Record<string, (object: KubeObject) => string>>;
}

/** The strategy of `kind`. The caller vouches that the objects are of that kind. */
export function strategyOf(kind: Kind): ResourceStrategy {
  return strategies[kind] as unknown as ResourceStrategy; // The kind ties objects to their strategy.
}
