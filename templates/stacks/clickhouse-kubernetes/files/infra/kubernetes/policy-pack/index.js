// pulumi preview --policy-pack kubernetes/policy-pack, after `npm run build`.
import { PolicyPack } from '@pulumi/policy';
import { policies } from '../../dist/kubernetes/policy.js';

new PolicyPack('toltek', { policies: policies() });
