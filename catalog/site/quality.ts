/** What test runs measured of one template; every figure is absent until one did. */
export interface Quality {
  /** A client repository was generated with it, complete. */
  readonly generated?: boolean;
  /** Its infrastructure was validated by Terraform. */
  readonly validated?: boolean;
  /** Terraform planned it. */
  readonly planned?: boolean;
  /** Its local run went from the sample data to a served answer. */
  readonly ranLocally?: boolean;
  /** It was deployed to a cloud. */
  readonly deployed?: boolean;
  /** Day of the last test run, YYYY-MM-DD. */
  readonly lastTestedOn?: string;
  /** Tests that passed. */
  readonly testCount?: number;
}
