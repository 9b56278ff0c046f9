import { addUseCaseService } from './use-case.ts';
import type { Workspace } from './workspace.ts';

/** The service and its training and prediction jobs: settings below `customer_segmentation.kubernetes`. */
export function customerSegmentation(workspace: Workspace): void {
  addUseCaseService(workspace, 'customer-segmentation');
}
