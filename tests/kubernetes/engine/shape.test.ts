import { expect, test } from '@jest/globals';
import { inShapeOf } from './shape.ts';

test('what a server adds is not seen, what somebody changed or added to a list is', () => {
  const asked = { spec: { replicas: 2, ports: [{ port: 80 }], labels: { app: 'api' } } };
  const live = {
    status: { replicas: 2 },
    spec: {
      strategy: 'RollingUpdate',
      replicas: 3,
      ports: [
        { port: 80, protocol: 'TCP' },
        { port: 81, protocol: 'TCP' },
      ],
      labels: { app: 'api', more: 'yes' },
    },
  };
  expect(inShapeOf(live, asked)).toEqual({
    spec: { replicas: 3, ports: [{ port: 80 }, { port: 81, protocol: 'TCP' }], labels: { app: 'api' } },
  });
});

test('what is gone is gone', () => {
  expect(inShapeOf({ spec: {} }, { spec: { replicas: 2 } })).toEqual({ spec: {} });
});
