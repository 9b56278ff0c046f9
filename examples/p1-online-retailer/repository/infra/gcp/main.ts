// The Google Cloud infrastructure of Maison Mirabelle SAS (entreprise fictive): `node gcp/main.ts dev` writes cdktf.out/.
// The order counts: a part finds what earlier parts added.
import { foundation } from './foundation.ts';
import { identity } from './identity.ts';
import { warehouse } from "./warehouse.ts";
import { customerSegmentation } from "./use-cases/customer-segmentation.ts";
import { demandForecasting } from "./use-cases/demand-forecasting.ts";
import { contract } from './contract.ts';
import { run } from './program.ts';

run({
  foundation,
  identity,
  parts: [warehouse, customerSegmentation, demandForecasting, contract],
});
