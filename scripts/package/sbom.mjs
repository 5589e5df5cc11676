// The bill of materials of a package, in CycloneDX: what npm knows, and what it does not (Node itself, and the models).
import { createHash } from 'node:crypto';

/**
 * Completes what `npm sbom` printed for the modules of a package. The same sources give the same bill: its date is that
 * of the sources, and its number is drawn from what it says.
 *
 * @param printed  the object that `npm sbom --sbom-format cyclonedx` printed
 * @param parts    version of the hub, architecture, `node` with version and SHA-512 in base64, entries of
 *                 models/manifest.json, `packed` with the name@version of each module that is in the package, and
 *                 the time of the sources in seconds
 */
export function billOfMaterials(printed, { version, architecture, node, models, packed, time }) {
  const hub = `petcam-hub@${version}`;
  const own = [
    {
      'bom-ref': `node@${node.version}`,
      type: 'application',
      name: 'node',
      version: node.version,
      purl: `pkg:npm/node-linux-${architecture}@${node.version}`,
      hashes: [{ alg: 'SHA-512', content: Buffer.from(node.sha512, 'base64').toString('hex') }],
      licenses: [{ license: { id: 'MIT' } }],
    },
    ...models.map(modelOf),
  ];
  const modules = printed.components.filter((component) =>
    packed.has(`${component.name}@${component.version}`),
  );
  const components = [...modules.map(withoutPlaces), ...own];
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: printed.specVersion,
    version: 1,
    metadata: {
      timestamp: new Date(time * 1000).toISOString(),
      component: {
        'bom-ref': hub,
        type: 'application',
        name: 'petcam-hub',
        version,
        licenses: [{ license: { id: 'MIT' } }],
      },
    },
    components,
    dependencies: dependenciesOf(printed, modules, hub, own),
  };
  return { serialNumber: `urn:uuid:${uuidOf(JSON.stringify(bill))}`, ...bill };
}

function modelOf({ name, sha256, licence, source }) {
  return {
    'bom-ref': `model:${name}`,
    type: 'machine-learning-model',
    name,
    description: source,
    hashes: [{ alg: 'SHA-256', content: sha256 }],
    licenses: [{ license: licence === undefined ? { name: 'see models/README.md' } : { name: licence } }],
  };
}

/** Without where npm fetched a module from: that is a matter of the machine that built. */
function withoutPlaces({ externalReferences: _, properties: __, ...component }) {
  return component;
}

function dependenciesOf(printed, modules, hub, own) {
  const root = printed.metadata.component['bom-ref'];
  const known = new Set([root, ...modules.map((component) => component['bom-ref'])]);
  const dependencies = (printed.dependencies ?? []).filter(({ ref }) => known.has(ref));
  return dependencies.map(({ ref, dependsOn = [] }) => {
    const kept = dependsOn.filter((name) => known.has(name));
    return ref === root
      ? { ref: hub, dependsOn: [...kept, ...own.map((component) => component['bom-ref'])] }
      : { ref, dependsOn: kept };
  });
}

/** A version 8 UUID (RFC 9562): 122 bits of the hash of what it stands for. */
function uuidOf(text) {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x80;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
