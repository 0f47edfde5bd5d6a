/** Warnings about CustomResourceDefinitions: formats that nobody checks, and what is stored but does nothing here. */
import type { CustomResourceDefinition, JSONSchemaProps } from '../../api/apiextensions/customResourceDefinition';
import { isFormat } from './formats';
import { ruleEngine } from './rules';
import { itemsOf, valuesOf } from './schemaParts';

/** The warnings that a write of `crd` is answered with. */
export function definitionWarnings({ spec }: CustomResourceDefinition): readonly string[] {
  const schemas = spec.versions.flatMap(({ schema }) => schema?.openAPIV3Schema ?? []);
  const formats = new Set(schemas.flatMap(unknownFormats));
  const warnings = [...formats].sort().map((format) => `unrecognized format "${format}"`);
  warnings.push(...new Set(schemas.flatMap(untriedRules)));
  if (spec.conversion?.strategy === 'Webhook') {
    warnings.push(
      'kubeloop: spec.conversion.webhook is stored but not simulated: versions differ in their apiVersion alone',
    );
  }
  return warnings;
}

/** Rules that nobody tries, each told with what it asks for. */
function untriedRules(schema: JSONSchemaProps): readonly string[] {
  const engine = ruleEngine();
  const own = (schema['x-kubernetes-validations'] ?? []).flatMap((rule) => {
    const what = engine === undefined ? 'rules' : engine.unknown(rule);
    return what === undefined ? [] : [`kubeloop: the rule "${rule.rule}" is stored but not simulated (${what})`];
  });
  const inner = [...Object.values(schema.properties ?? {}), itemsOf(schema), valuesOf(schema)];
  return [...own, ...inner.flatMap((each) => (each === undefined ? [] : untriedRules(each)))];
}

function unknownFormats(schema: JSONSchemaProps): readonly string[] {
  const { format = '', properties = {} } = schema;
  const inner = [...Object.values(properties), itemsOf(schema), valuesOf(schema)].filter((each) => each !== undefined);
  return [...(format !== '' && !isFormat(format) ? [format] : []), ...inner.flatMap(unknownFormats)];
}
