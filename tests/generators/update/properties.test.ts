import { mergeProperties } from './stories/properties.ts';

mergeProperties(500, 500);
