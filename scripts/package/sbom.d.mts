/** Component of a CycloneDX bill of materials, with the fields that are used here. */
export interface Component {
  type: string;
  name: string;
  version?: string;
  purl?: string;
  hashes?: { alg: string; content: string }[];
}

export interface BillOfMaterials {
  serialNumber: string;
  metadata: { timestamp: string; component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

/** Completes what `npm sbom` printed with Node and the models; the same sources give the same bill. */
export function billOfMaterials(
  printed: object,
  parts: {
    version: string;
    architecture: string;
    node: { version: string; sha512: string };
    models: { name: string; sha256: string; licence?: string; source: string }[];
    packed: ReadonlySet<string>;
    time: number;
  },
): BillOfMaterials;
