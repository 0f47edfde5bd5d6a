/** How the API server treats PodTemplates, which nobody reads. Models pkg/registry/core/podtemplate/strategy.go (v1.36.3). */
import { defaultTemplate } from './podDefaults';
import type { Strategy } from './strategy';
import { specWarnings } from './validation/podWarnings';
import { validations } from './validation/rules';
import { checkTemplateContent } from './validation/templates';

export const podTemplate: Strategy<'PodTemplate'> = {
  kind: 'PodTemplate',
  hasGeneration: true,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults: (given) => ({ ...given, template: defaultTemplate(given.template) }),
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  warnings: (given, old) =>
    old?.template === given.template ? [] : specWarnings(given.template.spec, 'template.spec'),
  ...validations('PodTemplate', {
    check: ({ template }, errors) => checkTemplateContent(template, 'template', errors),
  }),
};
