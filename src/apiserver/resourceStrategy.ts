/** The registry's strategies as the handlers use them: for a kind that is known only at run time. */
import type { Kind } from '../api/kinds';
import type { KubeObject } from '../api/meta/objectMeta';
import type { Call } from './call';
import type { FieldValidation } from './options';
import type { FieldError } from './registry/fieldError';
import { strategies } from './registry/registry';
import type { AllocationContext, WriteContext, WriteTarget } from './registry/strategy';

/** Where an object says how many it wants, has, and by what they are found. */
export interface ScaleFields {
  /** Throws ApiError where the object does not say how many it wants. */
  read(object: KubeObject): { readonly replicas: number; readonly present: number; readonly selector: string };
  withReplicas(object: KubeObject, replicas: number): KubeObject;
}

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
  /** Of a kind that is known only at run time. */
  readonly isCustom?: true;
  /** What the scale subresource reads and writes, where that is not `spec.replicas` and its neighbours. */
  readonly scale?: ScaleFields;
  /** Where lists are not called after their kind. */
  readonly listKind?: string;
  /** Reads a JSON value as such a kind. Throws as `decodeObject` does. */
  decode?(value: object, validation: FieldValidation, complaints: readonly string[], call: Call): KubeObject;
  defaults(object: KubeObject): KubeObject;
  prepareForCreate(object: KubeObject, context: WriteContext): KubeObject;
  prepareForUpdate(next: KubeObject, old: KubeObject, target: WriteTarget): KubeObject;
  allocate?(next: KubeObject, old: KubeObject | undefined, context: AllocationContext): KubeObject;
  validate(object: KubeObject): readonly FieldError[];
  validateUpdate(next: KubeObject, old: KubeObject, target: WriteTarget): readonly FieldError[];
  warnings?(object: KubeObject, old?: KubeObject): readonly string[];
  readonly selectableFields?: Readonly<Record<string, (object: KubeObject) => string>>;
}

/** Strategies of declared kinds. Derived from the definitions. */
const declared = new Map<Kind, ResourceStrategy>();

/** Says how objects of a declared kind are treated. */
export function declareStrategy(kind: Kind, strategy: ResourceStrategy): void {
  declared.set(kind, strategy);
}

/** The strategy of `kind`. The caller vouches that the objects are of that kind. */
export function strategyOf(kind: Kind): ResourceStrategy {
  const known: unknown = strategies[kind] ?? declared.get(kind);
  return known as ResourceStrategy; // The kind ties objects to their strategy.
}
