/** Which fields of CustomResourceDefinitions act: all of them, but for the webhook that a warning of its own tells of. */

const whole =
  'CustomResourceDefinitionSpec CustomResourceDefinitionNames CustomResourceDefinitionVersion CustomResourceValidation ' +
  'CustomResourceSubresources CustomResourceSubresourceScale CustomResourceColumnDefinition SelectableField ' +
  'CustomResourceConversion WebhookConversion ApiextensionsWebhookClientConfig ApiextensionsServiceReference ' +
  'JSONSchemaProps ExternalDocumentation ValidationRule';

/** By type, as in the table of acting fields. */
export const definitionFields: Readonly<Record<string, readonly string[] | '*'>> = {
  CustomResourceDefinition: ['spec'],
  ...Object.fromEntries(whole.split(' ').map((type) => [type, '*' as const])),
};
