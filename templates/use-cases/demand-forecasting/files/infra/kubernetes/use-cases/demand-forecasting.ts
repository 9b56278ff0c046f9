import { addUseCaseService } from './use-case.ts';
import type { Workspace } from './workspace.ts';

/** The service and its training and prediction jobs: settings below `demand_forecasting.kubernetes`. */
export function demandForecasting(workspace: Workspace): void {
  addUseCaseService(workspace, 'demand-forecasting');
}
