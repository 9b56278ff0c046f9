import type { ExitCode } from './exit-codes.ts';
import type { Terminal } from './adapters/terminal.ts';

/** One option of a command, as help prints it and the parser reads it. */
export interface OptionSpec {
  readonly type: 'boolean' | 'string';
  /** May be given several times. Default: false. */
  readonly multiple?: boolean;
  /** Name of the value in help, for instance `FILE`. Default: `VALUE`. */
  readonly value?: string;
  readonly summary: string;
}

/** Everything known of a command without loading its code, so that `--help` stays fast. */
export interface CommandSpec {
  /** One or two words: `check`, `catalog list`. */
  readonly name: string;
  readonly summary: string;
  /** What follows the name in the usage line, for instance `FILE`. */
  readonly operands: string;
  /** How many operands there must be. */
  readonly operandCount: { readonly min: number; readonly max: number };
  readonly description?: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  readonly examples: readonly string[];
  readonly load: () => Promise<CommandModule>;
}

export interface CommandModule {
  readonly run: (call: Call) => Promise<ExitCode>;
}

/** A parsed call of one command. */
export interface Call {
  readonly operands: readonly string[];
  readonly options: CallOptions;
  readonly terminal: Terminal;
}

/** The options of a call by name, without the leading dashes. */
export class CallOptions {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  /** Whether a boolean option was given. */
  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  /** The value of a string option, `undefined` where it was not given. */
  value(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** All values of an option that may be repeated. */
  list(name: string): readonly string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
  }
}
