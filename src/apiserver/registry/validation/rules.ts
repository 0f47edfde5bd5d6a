/**
 * The two validations of a strategy, made from what is special to a kind: metadata comes first, in the server's order.
 * Models rest.BeforeCreate and rest.BeforeUpdate of staging/src/k8s.io/apiserver (v1.36.3).
 */
import { type Kind, type Kinds, infoOf } from '../../../api/kinds';
import type { FieldError } from '../fieldError';
import type { Strategy, WriteTarget } from '../strategy';
import { type NameRule, checkObjectMeta, checkObjectMetaUpdate } from './objectMeta';

/** What is special to a kind. Each function notes complaints. */
export interface Rules<K extends Kind> {
  readonly nameRule?: NameRule;
  /** The new state, at creation and again at every update of the main endpoint. */
  check?(object: Kinds[K], errors: FieldError[]): void;
  /** What may not change, asked before `check`; status writes are not asked. */
  checkUpdate?(next: Kinds[K], old: Kinds[K], errors: FieldError[]): void;
  /** What may not change, asked after `check`. */
  checkUpdateAfter?(next: Kinds[K], old: Kinds[K], errors: FieldError[]): void;
}

/** `validate` and `validateUpdate` for `kind`. */
export function validations<K extends Kind>(
  kind: K,
  rules: Rules<K>,
): Pick<Strategy<K>, 'validate' | 'validateUpdate'> {
  return {
    validate(object: Kinds[K]): readonly FieldError[] {
      const errors: FieldError[] = [];
      checkObjectMeta(object.metadata, infoOf(kind).namespaced, errors, rules.nameRule);
      rules.check?.(object, errors);
      return errors;
    },
    validateUpdate(next: Kinds[K], old: Kinds[K], target: WriteTarget): readonly FieldError[] {
      const errors: FieldError[] = [];
      checkObjectMetaUpdate(next.metadata, old.metadata, errors);
      // The server looks at metadata before it asks the strategy, which looks again: causes come twice.
      errors.push(...errors);
      if (target !== '' && target !== 'scale') return errors;
      rules.checkUpdate?.(next, old, errors);
      rules.check?.(next, errors);
      rules.checkUpdateAfter?.(next, old, errors);
      return errors;
    },
  };
}
