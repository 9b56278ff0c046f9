import type { ClientStack } from '#constructs/gcp/client-stack.ts';
import { addUseCaseService } from '#constructs/gcp/use-case-service.ts';

/** The service and its training and prediction jobs: settings below `customer_segmentation.gcp`. */
export function customerSegmentation(stack: ClientStack): void {
  addUseCaseService(stack, 'customer-segmentation');
}
