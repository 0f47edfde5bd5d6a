/** The part that parts.ts fetches: everything about definitions that a cluster without them does without. */
import { shapeOfResource } from './applyShape';
import { withDefaults } from './defaulting';
import { checkDefinition, checkDefinitionUpdate, nameRuleOf } from './definitionRules';
import { definitionWarnings } from './definitionWarnings';
import { openApiDocument } from './openapi';
import { printerOf } from './printer';
import { createRuleEngine } from './ruleEngine';
import { setRuleEngine } from './rules';
import { customStrategy } from './strategy';

setRuleEngine(createRuleEngine());

export const customParts = {
  checkDefinition,
  checkDefinitionUpdate,
  nameRuleOf,
  definitionWarnings,
  customStrategy,
  shapeOfResource,
  withDefaults,
  printerOf,
  openApiDocument,
} as const;
