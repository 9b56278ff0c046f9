// Loaded before a program. Node before 24 never comes to an end when it colours the stack of an error whose line names a
// file right below a scope (`node_modules/@pulumi/output.ts`), which the SDK does with every error of a program.
import util from 'node:util';

const { inspect } = util;
util.inspect = (value, options) => inspect(value, { ...options, colors: false });
