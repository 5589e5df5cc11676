/** Writes bundles of the packages that have hundreds of files into `node_modules` of a folder, unless they are there. */
export function bundlePackages(folder: string): Promise<void>;
