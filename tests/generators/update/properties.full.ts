import { mergeProperties } from './stories/properties.ts';

mergeProperties(10_000, 2_000);
