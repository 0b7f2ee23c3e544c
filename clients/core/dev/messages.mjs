// Writes src/asyncapi.generated.ts: the types of what the stream says, out of asyncapi.yaml.
// With --check it writes nothing and fails where the file is not what it would write.
import { readFile, writeFile } from 'node:fs/promises';

import { load } from 'js-yaml';
import openapiTypescript, { astToString } from 'openapi-typescript';

const CONTRACT = new URL('../../../gateway/src/main/resources/asyncapi.yaml', import.meta.url);
const TYPES = new URL('../src/asyncapi.generated.ts', import.meta.url);
const HEAD = '// Written by `npm run generate` from asyncapi.yaml. Change that instead.\n\n';

const contract = load(await readFile(CONTRACT, 'utf8'));
const payloads = Object.entries(contract.components.messages).map(([name, message]) => [
  name,
  message.payload,
]);
const schemas = { ...contract.components.schemas, ...Object.fromEntries(payloads) };
const types =
  HEAD +
  astToString(
    await openapiTypescript(
      { openapi: '3.1.0', info: contract.info, paths: {}, components: { schemas } },
      { arrayLength: true, immutable: true },
    ),
  );

if (process.argv.includes('--check')) {
  if ((await readFile(TYPES, 'utf8')) !== types) {
    console.error('asyncapi.generated.ts is not what asyncapi.yaml says: npm run generate');
    process.exitCode = 1;
  }
} else {
  await writeFile(TYPES, types);
}
