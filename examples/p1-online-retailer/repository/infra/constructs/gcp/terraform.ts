/**
 * The one place that names `cdktf` and `constructs`: everything else imports from here, so that a
 * successor of the archived `cdktf` package replaces it in one file.
 */
export {
  App,
  Aspects,
  Fn,
  GcsBackend,
  Lazy,
  LocalBackend,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
} from 'cdktf';
export type { IAspect, ITerraformDependable } from 'cdktf';
export { Construct } from 'constructs';
export type { IConstruct, IValidation } from 'constructs';
