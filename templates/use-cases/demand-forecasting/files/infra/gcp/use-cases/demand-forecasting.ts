import type { ClientStack } from '#constructs/gcp/client-stack.ts';
import { addUseCaseService } from '#constructs/gcp/use-case-service.ts';

/** The service and its training and prediction jobs: settings below `demand_forecasting.gcp`. */
export function demandForecasting(stack: ClientStack): void {
  addUseCaseService(stack, 'demand-forecasting');
}
