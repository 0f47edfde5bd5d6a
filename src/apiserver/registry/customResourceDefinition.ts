/**
 * How the API server treats CustomResourceDefinitions.
 * Models apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go and the defaults of
 * pkg/apis/apiextensions/v1 (v1.36.3).
 */
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionNames,
} from '../../api/apiextensions/customResourceDefinition';
import { isCrdCondition, storageVersionOf } from '../../api/apiextensions/customResourceDefinition';
import { customParts } from '../customresources/parts';
import type { FieldError } from './fieldError';
import type { Strategy } from './strategy';
import { keepSpec } from './subresources';
import { checkObjectMeta } from './validation/objectMeta';
import { validations } from './validation/rules';

type Crd = CustomResourceDefinition;

const noNames: CustomResourceDefinitionNames = { plural: '', kind: '' };

export const customResourceDefinition: Strategy<'CustomResourceDefinition'> = {
  kind: 'CustomResourceDefinition',
  hasGeneration: true,
  allowUnconditionalUpdate: false,
  allowCreateOnUpdate: false,
  defaults: withDefaultNames,
  prepareForCreate: (crd) => {
    const storage = storageVersionOf(crd);
    return {
      ...crd,
      status: { conditions: null, acceptedNames: noNames, storedVersions: storage === '' ? null : [storage] },
    };
  },
  prepareForUpdate(next, old, target) {
    if (target === 'status') return keepSpec(next, old);
    const storage = storageVersionOf(next);
    const stored = old.status.storedVersions ?? [];
    const isNew = storage !== '' && !stored.includes(storage);
    return { ...next, status: isNew ? { ...old.status, storedVersions: [...stored, storage] } : old.status };
  },
  warnings: (crd, old) => (old?.spec === crd.spec ? [] : customParts().definitionWarnings(crd)),
  validate(crd) {
    const { nameRuleOf, checkDefinition } = customParts();
    const errors: FieldError[] = [];
    checkObjectMeta(crd.metadata, false, errors, nameRuleOf(crd));
    checkDefinition(crd, undefined, errors);
    return errors;
  },
  validateUpdate(next, old, target) {
    const errors = [...metadataAndImmutable.validateUpdate(next, old, target)];
    if (target === '') customParts().checkDefinition(next, old, errors);
    return errors;
  },
};

const metadataAndImmutable = validations('CustomResourceDefinition', {
  checkUpdate: (next, old, errors) =>
    customParts().checkDefinitionUpdate(next.spec, old.spec, isCrdCondition(old, 'Established'), errors),
});

/** `singular` and `listKind` follow the kind; nothing is converted unless somebody says how. */
function withDefaultNames(crd: Crd): Crd {
  const { group = '', names = noNames, scope = '', versions, conversion, preserveUnknownFields } = crd.spec ?? {};
  const { kind = '', plural = '' } = names;
  const named: Crd['spec']['names'] = {
    ...names,
    plural,
    singular: names.singular ?? kind.toLowerCase(),
    kind,
    listKind: names.listKind ?? (kind === '' ? '' : `${kind}List`),
  };
  const spec = {
    group,
    names: withoutEmpty(named),
    scope,
    versions,
    conversion:
      conversion?.strategy === undefined || conversion.strategy === ''
        ? { ...conversion, strategy: 'None' }
        : conversion,
    ...(preserveUnknownFields === undefined ? {} : { preserveUnknownFields }),
  };
  return { ...crd, spec };
}

function withoutEmpty(names: Crd['spec']['names']): Crd['spec']['names'] {
  const { singular, listKind, ...rest } = names;
  return {
    ...rest,
    ...(singular === '' ? {} : { singular }),
    ...(listKind === '' ? {} : { listKind }),
  };
}
