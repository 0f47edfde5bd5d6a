/** Warnings about CustomResourceDefinitions: formats that nobody checks, and what is stored but does nothing here. */
import type { CustomResourceDefinition, JSONSchemaProps } from '../../api/apiextensions/customResourceDefinition';
import { isFormat } from './formats';
import { hasRules } from './ruleChecks';
import { itemsOf, valuesOf } from './schemaParts';

/** The warnings that a write of `crd` is answered with. */
export function definitionWarnings({ spec }: CustomResourceDefinition): readonly string[] {
  const schemas = spec.versions.flatMap(({ schema }) => schema?.openAPIV3Schema ?? []);
  const formats = new Set(schemas.flatMap(unknownFormats));
  const warnings = [...formats].sort().map((format) => `unrecognized format "${format}"`);
  if (schemas.some(hasRules)) {
    warnings.push(
      'kubeloop: x-kubernetes-validations are stored but not simulated: objects that break a rule are taken',
    );
  }
  if (spec.conversion?.strategy === 'Webhook') {
    warnings.push(
      'kubeloop: spec.conversion.webhook is stored but not simulated: versions differ in their apiVersion alone',
    );
  }
  return warnings;
}

function unknownFormats(schema: JSONSchemaProps): readonly string[] {
  const { format = '', properties = {} } = schema;
  const inner = [...Object.values(properties), itemsOf(schema), valuesOf(schema)].filter((each) => each !== undefined);
  return [...(format !== '' && !isFormat(format) ? [format] : []), ...inner.flatMap(unknownFormats)];
}
