import packageJson from '../../package.json' with { type: 'json' };

/** Version of the toolbox, as published. */
export const toolboxVersion: string = packageJson.version;
